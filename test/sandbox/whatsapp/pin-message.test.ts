import { expect, onTestFinished, test } from "vitest";
import { startRyzeapiStandIn } from "../../../src/sandbox/whatsapp/stand-in.ts";

const start = async (now?: () => number) => {
  const standIn = await startRyzeapiStandIn(now === undefined ? {} : { now });
  onTestFinished(() => standIn.close());
  const { control } = standIn;
  const owner = control.addPerson({ name: "Olga" });
  const group = control.addGroup({ name: "Team", owner, bot: "admin" });
  const say = (text: string) => control.say({ by: owner, chat: group.jid, text });
  const call = async (
    body: unknown,
    request: { readonly headers?: Record<string, string>; readonly instance?: string } = {},
  ) => {
    const response = await fetch(
      `${standIn.url}/api/chat/pinMessage/${request.instance ?? standIn.instance}`,
      {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          ...(request.headers ?? { token: standIn.token }),
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
      },
    );
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { standIn, control, owner, group, say, call };
};

const error = (status: number, message: string) => ({
  status,
  body: { success: false, error: { message } },
});

test("pins, and answers with every documented field", async () => {
  const { call, say, group, control } = await start();
  const message = say("rules");

  expect(await call({ pin: true, messageId: message.id, duration: "7d" })).toMatchObject({
    status: 200,
    body: {
      success: true,
      message: "Message pinned successfully",
      chat_jid: group.jid,
      message_id: message.id,
      pinned: true,
      duration: "7d",
    },
  });
  expect(control.pins(group.jid)).toMatchObject([{ messageId: message.id, by: control.self.jid }]);
});

test("unpins, ignoring a duration, which it does not echo", async () => {
  const { call, say, group, control } = await start();
  const message = say("rules");
  await call({ pin: true, messageId: message.id, duration: "24h" });

  const { status, body } = await call({ pin: false, messageId: message.id, duration: "never" });

  expect(status).toBe(200);
  expect(body).toEqual({
    success: true,
    message: "Message unpinned successfully",
    chat_jid: group.jid,
    message_id: message.id,
    pinned: false,
  });
  expect(control.pins(group.jid)).toEqual([]);
});

test("takes TokenInstance and TokenAccount, in either header", async () => {
  const { call, say, standIn } = await start();
  const body = { pin: true, messageId: say("x").id, duration: "30d" };

  for (const token of [standIn.token, standIn.accountToken]) {
    expect((await call(body, { headers: { token } })).status).toBe(200);
    expect((await call(body, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
  }
});

test("400 without the instance's name", async () => {
  const { call } = await start();

  expect(await call({}, { instance: "" })).toMatchObject(error(400, "Instance name is required"));
});

test("400 for malformed JSON", async () => {
  const { call } = await start();

  const { status, body } = await call('{"pin": true,');

  expect(status).toBe(400);
  expect(body).toMatchObject({
    success: false,
    error: { message: expect.stringMatching(/^Invalid request body: /) as unknown },
  });
});

test("400 without the message's id", async () => {
  const { call } = await start();

  expect(await call({ pin: true, duration: "7d" })).toMatchObject(
    error(400, "messageId is required"),
  );
});

test("401 for a token that nobody has", async () => {
  const { call } = await start();

  for (const headers of [{}, { token: "x" }, { Authorization: "Bearer x" }]) {
    expect(await call({}, { headers })).toMatchObject(error(401, "Invalid token"));
  }
});

test("403 for the token of another instance", async () => {
  const { call, standIn } = await start();

  expect((await call({}, { headers: { token: standIn.other.token } })).status).toBe(403);
});

test("404 for an instance that does not exist", async () => {
  const { call } = await start();

  expect(await call({}, { instance: "nobody" })).toMatchObject(error(404, "Instance not found"));
});

test("429 after a hundred calls of a minute, whatever they were, told by headers", async () => {
  let nowMs = 1_800_000_000_000;
  const { call, standIn, control } = await start(() => nowMs);
  const first = await call({});
  expect(Object.fromEntries(first.headers)).toMatchObject({
    "x-ratelimit-limit": "100",
    "x-ratelimit-remaining": "99",
    "x-ratelimit-reset": "1800000060",
  });
  const info = `${standIn.url}/api/group/info/${standIn.instance}`;
  for (let index = 1; index < 100; index += 1) {
    await (await fetch(info, { headers: { token: standIn.token } })).arrayBuffer();
  }

  expect(await call({})).toMatchObject(error(429, "Rate limit exceeded. Try again later."));
  expect(control.violations()).toBe(1);
  nowMs += 60_000;
  expect((await call({})).status).toBe(400);
});

test("500 for a message that the instance's database does not have", async () => {
  const { call, control, owner, group } = await start();
  const old = control.say({ by: owner, chat: group.jid, text: "old", known: false });

  for (const messageId of ["3EB0C767D26B8A1C2D3E", old.id]) {
    expect(await call({ pin: true, messageId, duration: "7d" })).toMatchObject(
      error(500, `message with ID ${messageId} not found`),
    );
  }
});

test.each(["1h", "7D", "", undefined])("500 for the duration %j", async (duration) => {
  const { call, say } = await start();

  expect(await call({ pin: true, messageId: say("x").id, duration })).toMatchObject(
    error(500, `invalid duration "${duration ?? ""}": use "24h", "7d" or "30d"`),
  );
});

test("500 while the instance is not connected", async () => {
  const { call, say, control } = await start();
  const message = say("x");
  control.setState("disconnected");

  expect(await call({ pin: true, messageId: message.id, duration: "7d" })).toMatchObject(
    error(500, "WhatsApp client is not connected"),
  );
});

test("up to three stand; the fourth displaces the oldest, and each ends by itself", async () => {
  let nowMs = 1_800_000_000_000;
  const { call, say, control, group } = await start(() => nowMs);
  const ids = ["a", "b", "c", "d"].map((text) => say(text).id);
  for (const messageId of ids) await call({ pin: true, messageId, duration: "24h" });

  expect(control.pins(group.jid).map(({ messageId }) => messageId)).toEqual(ids.slice(1).reverse());
  nowMs += 24 * 3_600_000;
  expect(control.pins(group.jid)).toEqual([]);
});
