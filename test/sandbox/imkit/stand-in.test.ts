import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import {
  type ImkitStandInOptions,
  startImkitStandIn,
} from "../../../src/sandbox/imkit/stand-in.ts";

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const start = async (options: ImkitStandInOptions = {}) => {
  const standIn = await startImkitStandIn(options);
  onTestFinished(() => standIn.close());
  const { control, url } = standIn;
  control.addUser("aaa", "AAA");
  control.addUser("sss", "Nita");
  const room = control.addRoom({ id: "demo-room", owner: "aaa", members: ["sss"] });
  const send = async (
    method: string,
    path: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } = {},
  ): Promise<Reply> => {
    const response = await fetch(url + path, {
      method,
      headers: { ...options.headers },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text === "" ? undefined : (JSON.parse(text) as unknown),
    };
  };
  const as = (user: string) => ({
    "IM-CLIENT-KEY": standIn.clientKey,
    "IM-Authorization": control.tokenFor(user),
  });
  const say = (user: string, text: string) => control.say({ room, user, text });
  return { ...standIn, room, send, as, say, platform: { "IM-API-KEY": standIn.apiKey } };
};

const type = (value: unknown) => expect.any(value) as unknown;

test("pins and unpins as the vendor's pages show, field by field", async () => {
  const { send, as, say, control } = await start();
  const id = await say("sss", "重要公告:明天下午兩點開會");
  const answer = (pinned: boolean) => ({
    status: 200,
    body: {
      RC: 0,
      RM: "OK",
      result: {
        _id: id,
        message: "重要公告:明天下午兩點開會",
        room: "demo-room",
        sender: {
          _id: "sss",
          nickname: "Nita",
          avatarUrl: type(String),
          isRobot: false,
          id: "sss",
          lastLoginTimeMS: type(Number),
        },
        messageType: "text",
        appID: "SampleApp",
        pinned,
        id,
        messageTimeMS: type(Number),
        updatedAtMS: type(Number),
        createdAtMS: type(Number),
      },
    },
  });
  expect(await send("POST", `/messages/${id}/pin`, { headers: as("aaa") })).toEqual(answer(true));
  expect(control.pins("demo-room")).toEqual([id]);
  expect(await send("DELETE", `/messages/${id}/pin`, { headers: as("aaa") })).toEqual(
    answer(false),
  );
  expect(control.pins("demo-room")).toEqual([]);
});

test("recalls as the vendor's page shows, with either authentication", async () => {
  const { send, as, say, platform } = await start();
  for (const headers of [as("sss"), platform]) {
    const id = await say("sss", "oops");
    const recalled = await send("POST", "/rooms/demo-room/message", {
      headers,
      body: { _id: id, messageType: "recall" },
    });
    expect(recalled).toEqual({
      status: 200,
      body: {
        RC: 0,
        RM: "OK",
        result: {
          _id: id,
          message: "",
          room: "demo-room",
          sender: {
            _id: "sss",
            nickname: "Nita",
            avatarUrl: type(String),
            isRobot: false,
            id: "sss",
            lastLoginTimeMS: type(Number),
          },
          messageType: "recall",
          appID: "SampleApp",
          id,
          messageTimeMS: type(Number),
          updatedAtMS: type(Number),
          createdAtMS: type(Number),
        },
      },
    });
  }
});

test("a recall without its type edits", async () => {
  const { send, as, say, control } = await start();
  const id = await say("sss", "before");
  await send("POST", "/rooms/demo-room/message", {
    headers: as("sss"),
    body: { _id: id, message: "after" },
  });
  expect(control.message(id)).toMatchObject({ message: "after", messageType: "text", edits: 1 });
});

test("members may recall their own messages only, and pin none", async () => {
  const { send, as, say, control } = await start();
  const id = await say("aaa", "the plan");
  const recall = { headers: as("sss"), body: { _id: id, messageType: "recall" } };
  expect(await send("POST", "/rooms/demo-room/message", recall)).toMatchObject({
    status: 403,
    body: { RC: 403, error: { code: "PERMISSION_DENIED" } },
  });
  expect(await send("POST", `/messages/${id}/pin`, { headers: as("sss") })).toMatchObject({
    status: 403,
    body: { RC: 403, error: { code: "INSUFFICIENT_PERMISSION" } },
  });
  control.setManagers("demo-room", ["sss"]);
  expect(await send("POST", `/messages/${id}/pin`, { headers: as("sss") })).toMatchObject({
    status: 200,
  });
});

test("a property called role makes nobody a manager", async () => {
  const { send, as, say, control } = await start();
  const id = await say("aaa", "the plan");
  control.setMemberRole("demo-room", "sss", "admin");
  expect((await send("POST", `/messages/${id}/pin`, { headers: as("sss") })).status).toBe(403);
});

test("holds one pin, and refuses or replaces as decided", async () => {
  for (const secondPin of ["refuse", "replace"] as const) {
    const { send, as, say, control } = await start({ decisions: { secondPin } });
    const [first, second] = [await say("sss", "one"), await say("sss", "two")];
    await send("POST", `/messages/${first}/pin`, { headers: as("aaa") });
    const { status } = await send("POST", `/messages/${second}/pin`, { headers: as("aaa") });
    expect(status).toBe(secondPin === "refuse" ? 409 : 200);
    expect(control.pins("demo-room")).toEqual([secondPin === "refuse" ? first : second]);
  }
});

test("tells wrong keys in the flat form and wrong tokens in the long one", async () => {
  const { send, clientKey, as } = await start();
  const status = async (headers: Readonly<Record<string, string>>) =>
    send("GET", "/me", { headers });
  expect(await status({})).toMatchObject({ status: 401, body: { error: "MISSING_CLIENT_KEY" } });
  expect(await status({ "IM-CLIENT-KEY": "x" })).toMatchObject({
    status: 401,
    body: { error: "INVALID_CLIENT_KEY" },
  });
  expect(await status({ "IM-API-KEY": "x" })).toMatchObject({
    status: 401,
    body: { error: "INVALID_API_KEY" },
  });
  const bad = { "IM-CLIENT-KEY": clientKey, "IM-Authorization": "x" };
  expect(await status(bad)).toMatchObject({
    status: 401,
    body: { RC: 401, error: { code: "INVALID_TOKEN" } },
  });
  const good = as("sss");
  const bearer = { ...good, "IM-Authorization": `Bearer ${good["IM-Authorization"]}` };
  expect((await status(bearer)).status).toBe(401);
  expect(await status(good)).toMatchObject({
    status: 200,
    body: { result: { _id: "sss", nickname: "Nita" } },
  });
});

test("the platform's key serves what its pages show and nothing else", async () => {
  const { send, platform, say } = await start();
  const id = await say("sss", "the plan");
  expect(await send("POST", `/messages/${id}/pin`, { headers: platform })).toMatchObject({
    status: 403,
    body: { error: "INSUFFICIENT_PERMISSIONS" },
  });
});

test("issues tokens that end", async () => {
  let nowMs = Date.UTC(2026, 2, 5);
  const { send, platform, clientKey } = await start({ now: () => nowMs });
  const issued = await send("POST", "/admin/clients", {
    headers: platform,
    body: { _id: "user001", nickname: "Amy", issueAccessToken: true },
  });
  expect(issued).toEqual({
    status: 200,
    body: {
      _id: "user001",
      nickname: "Amy",
      avatarUrl: type(String),
      issueAccessToken: true,
      token: type(String),
      expirationDate: "2026-03-12T00:00:00.000Z",
    },
  });
  const { token } = issued.body as { token: string };
  const me = () =>
    send("GET", "/me", { headers: { "IM-CLIENT-KEY": clientKey, "IM-Authorization": token } });
  expect((await me()).status).toBe(200);
  nowMs += 7 * 86_400_000;
  expect((await me()).status).toBe(401);
});

test("refuses the call after the thousandth of a minute, in the flat form, refused ones counted too", async () => {
  let nowMs = Date.UTC(2026, 2, 5);
  const { send, as, control } = await start({ now: () => nowMs, limitPerMinute: 3 });
  const headers = as("sss");
  const me = () => send("GET", "/me", { headers });
  for (let count = 0; count < 3; count += 1) expect((await me()).status).toBe(200);
  expect(await me()).toEqual({
    status: 429,
    body: {
      error: "RATE_LIMIT_EXCEEDED",
      message: "Too many requests, please try again later",
      retryAfter: 60,
    },
  });
  expect(control.refusedAsTooFast()).toBe(1);
  nowMs += 60_001;
  expect((await me()).status).toBe(200);
});

test("sending into a foreign room is refused in the short form, reading it in the long one", async () => {
  const { send, as, control } = await start();
  control.addRoom({ id: "closed", owner: "aaa" });
  const headers = as("sss");
  const body = { message: "hello", messageType: "text" };
  expect(await send("POST", "/rooms/closed/message", { headers, body })).toEqual({
    status: 403,
    body: { RC: 403, RM: "Forbidden" },
  });
  expect(await send("POST", "/rooms/none/message", { headers, body })).toEqual({
    status: 403,
    body: { RC: 403, RM: "Forbidden" },
  });
  expect(await send("GET", "/rooms/closed", { headers })).toMatchObject({
    status: 403,
    body: { error: { code: "NOT_ROOM_MEMBER" } },
  });
  expect(await send("GET", "/rooms/none", { headers })).toMatchObject({
    status: 404,
    body: { error: { code: "ROOM_NOT_FOUND" } },
  });
});

test("lists messages by their last change, a page from a message on, and no other room's", async () => {
  const { send, as, say, control } = await start();
  const ids: string[] = [];
  for (const text of ["one", "two", "three"]) ids.push(await say("sss", text));
  control.addRoom({ id: "other", owner: "sss" });
  const elsewhere = await control.say({ room: "other", user: "sss", text: "elsewhere" });
  const list = async (query: string) => {
    const { status, body } = await send("GET", `/rooms/demo-room/messages/v3?${query}`, {
      headers: as("sss"),
    });
    const { result } = body as { result?: { data: { _id: string }[]; totalCount: number } };
    return { status, ids: result?.data.map(({ _id }) => _id) };
  };
  expect((await list("limit=2")).ids).toEqual([ids[2], ids[1]]);
  expect((await list(`afterMessage=${ids[1]}&sortOrder=asc&limit=10`)).ids).toEqual([
    ids[1],
    ids[2],
  ]);
  expect((await list(`beforeMessage=${ids[1]}`)).ids).toEqual([ids[1], ids[0]]);
  expect((await list(`afterMessage=${elsewhere}`)).status).toBe(404);
  expect((await list("limit=0")).status).toBe(400);
});

test("_all wipes a room, which is why nobody may send it", async () => {
  const { send, as, say, control } = await start();
  await say("sss", "one");
  await send("DELETE", "/rooms/demo-room/messages/_all", { headers: as("aaa") });
  expect(control.messages("demo-room")).toEqual([]);
});

test("tells webhooks of every message once, without anything that proves who tells", async () => {
  const heard: { headers: unknown; body: unknown }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      heard.push({
        headers: request.headers,
        body: JSON.parse(Buffer.concat(parts).toString()) as unknown,
      });
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const { control, say, send, as } = await start();
  control.setWebhook(`http://127.0.0.1:${port}/hook`);
  const id = await say("sss", "Bonjour 2");
  await send("POST", "/rooms/demo-room/message", {
    headers: as("sss"),
    body: { _id: id, messageType: "recall" },
  });
  await control.settled();
  expect(heard).toHaveLength(2);
  expect(heard[0]?.body).toMatchObject({
    roomID: "demo-room",
    event: "MESSAGE",
    data: {
      _id: id,
      message: "Bonjour 2",
      room: "demo-room",
      sender: { _id: "sss", nickname: "Nita" },
      messageType: "text",
      messageTimeMS: type(Number),
    },
  });
  expect(heard[1]?.body).toMatchObject({
    event: "MESSAGE",
    data: { messageType: "recall", message: "" },
  });
  expect(
    Object.keys(heard[0]?.headers ?? {}).filter((name) => /sign|auth|secret/i.test(name)),
  ).toEqual([]);
  expect(control.deliveries().map(({ status }) => status)).toEqual([500, 500]);
});

test("remembers who was asked with which credential, and nothing secret", async () => {
  const { send, as, platform, control, apiKey } = await start();
  await send("GET", "/me", { headers: as("sss") });
  await send("POST", "/admin/clients", {
    headers: platform,
    body: { _id: "x", issueAccessToken: true },
  });
  await send("GET", "/me", { headers: { ...as("sss"), ...platform } });
  expect(control.calls().map(({ path, credential }) => `${path} ${credential}`)).toEqual([
    "/me user",
    "/admin/clients platform",
    "/me both",
  ]);
  expect(JSON.stringify(control.calls())).not.toContain(apiKey);
});

test.each([
  ["somebody of the room, by id", "@sss look", ["sss"], 200],
  ["nobody", "look", [], 200],
  ["somebody who does not stand in the text", "look", ["sss"], 400],
  ["somebody to whose id more is glued", "@sssx", ["sss"], 400],
  ["somebody who is not in the room", "@zoe look", ["zoe"], 400],
  ["everybody", "@_all look", ["_all"], 400],
])("takes a message that mentions %s as it is strict", async (_, message, mentions, status) => {
  const { send, as, room, control } = await start();
  const body = { message, messageType: "text", mentions };
  const sent = await send("POST", `/rooms/${room}/message`, { headers: as("aaa"), body });

  expect(sent.status).toBe(status);
  const kept = control.messages(room).map((one) => one.mentions);
  expect(kept).toEqual(status === 200 ? [mentions] : []);
});
