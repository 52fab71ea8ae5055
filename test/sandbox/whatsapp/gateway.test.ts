import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import {
  type RyzeapiStandInOptions,
  startRyzeapiStandIn,
} from "../../../src/sandbox/whatsapp/stand-in.ts";

const start = async (options: RyzeapiStandInOptions = {}) => {
  const standIn = await startRyzeapiStandIn(options);
  onTestFinished(() => standIn.close());
  const { control } = standIn;
  const owner = control.addPerson({ name: "Olga" });
  const member = control.addPerson({ name: "Max" });
  const group = control.addGroup({ name: "Team", owner, members: [member], bot: "member" });
  const call = async (method: string, path: string, body?: unknown) => {
    const [endpoint, query = ""] = path.split("?");
    const response = await fetch(
      `${standIn.url}/api/${endpoint}/${standIn.instance}${query === "" ? "" : `?${query}`}`,
      {
        method,
        headers: { token: standIn.token, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return { standIn, control, owner, member, group, call };
};

/** A receiver of deliveries that answers with the given statuses, then 200. */
const receiver = async (statuses: number[] = []) => {
  const got: {
    authorization: string | undefined;
    path: string | undefined;
    body: Record<string, unknown>;
  }[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => {
      text += part;
    });
    request.on("end", () => {
      got.push({
        authorization: request.headers.authorization,
        path: request.url,
        body: JSON.parse(text) as Record<string, unknown>,
      });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
};

test("deleting for oneself is the default and revokes nothing", async () => {
  const { call, control, group } = await start();
  const sent = await call("POST", "message/text", { number: group.jid, message: "hi" });
  const { messageId } = sent.body.data as { messageId: string };

  const own = await call("DELETE", "chat/delete", { messageId });
  expect(own.body).toMatchObject({ success: true, delete_type: "delete_for_me" });
  expect(control.message(messageId)?.revoked).toBe(false);

  const all = await call("DELETE", "chat/delete", { messageId, deleteForEveryone: true });
  expect(all.body).toMatchObject({ success: true, delete_type: "revoke" });
  expect(control.message(messageId)?.revoked).toBe(true);
});

test("revoking somebody else's message answers 200 and works for admins alone", async () => {
  const { call, control, group, member } = await start();
  const message = control.say({ by: member, chat: group.jid, text: "spam" });
  const revoke = () =>
    call("DELETE", "chat/delete", { messageId: message.id, deleteForEveryone: true });

  expect((await revoke()).status).toBe(200);
  expect(control.message(message.id)?.revoked).toBe(false);
  control.setRole(group.jid, control.self, "admin");
  expect((await revoke()).status).toBe(200);
  expect(control.message(message.id)?.revoked).toBe(true);
});

test("one's own messages can be revoked for two and a half days, and later it answers 200 all the same", async () => {
  let nowMs = 1_800_000_000_000;
  const { call, control, group } = await start({ now: () => nowMs });
  const sent = await call("POST", "message/text", { number: group.jid, message: "hi" });
  const { messageId } = sent.body.data as { messageId: string };
  nowMs += 61 * 3_600_000;

  const late = await call("DELETE", "chat/delete", { messageId, deleteForEveryone: true });

  expect(late.status).toBe(200);
  expect(control.message(messageId)?.revoked).toBe(false);
});

test("an unknown message is 404 here, and a lost connection 503", async () => {
  const { call, control } = await start();
  const body = { messageId: "3EB0C767D26B8A1C2D3E", deleteForEveryone: true };

  expect(await call("DELETE", "chat/delete", body)).toMatchObject({
    status: 404,
    body: { error: { message: "Message not found" } },
  });
  control.setState("disconnected");
  expect(await call("DELETE", "chat/delete", body)).toMatchObject({
    status: 503,
    body: { error: { message: "WhatsApp client is not connected" } },
  });
});

test("a mention is one only where text and list agree", async () => {
  const { call, control, group, member } = await start();
  const digits = member.jid.slice(0, member.jid.indexOf("@"));

  for (const message of [`hello @${digits}`, "hello"]) {
    await call("POST", "message/text", { number: group.jid, message, mention: [member.jid] });
  }

  expect(control.messages(group.jid).map(({ mentions }) => mentions)).toEqual([[member.jid], []]);
});

test("mentions are of people in the group, with all their digits, and no LID is taken for a number", async () => {
  const { call, control, group, member } = await start();
  const digits = member.jid.slice(0, member.jid.indexOf("@"));
  const lidDigits = member.lid.slice(0, member.lid.indexOf("@"));
  const mentionsOf = async (message: string, mention: readonly string[]) => {
    const { status } = await call("POST", "message/text", { number: group.jid, message, mention });
    return status === 200 ? control.messages(group.jid).at(-1)?.mentions : status;
  };
  const stranger = control.addPerson({ name: "Zoe" });
  const strangerDigits = stranger.jid.slice(0, stranger.jid.indexOf("@"));

  expect(await mentionsOf(`@${digits}0 hello`, [member.jid])).toEqual([]);
  expect(await mentionsOf(`@${lidDigits} hello`, [member.lid])).toEqual([member.lid]);
  expect(await mentionsOf(`@${lidDigits} hello`, [lidDigits])).toEqual([]);
  expect(await mentionsOf(`@${digits} hello`, [digits])).toEqual([member.jid]);
  expect(await mentionsOf(`@${strangerDigits} hello`, [stranger.jid])).toEqual([]);
  for (const id of ["all", group.jid, `${digits}:2@s.whatsapp.net`])
    expect(await mentionsOf(`@${id} hello`, [id])).toBe(400);
});

test("tells of a group what is documented, to its members alone", async () => {
  const { call, control, group, owner, member } = await start();

  expect((await call("GET", `group/info?identifier=${group.jid}`)).body).toMatchObject({
    success: true,
    data: {
      jid: group.jid,
      name: "Team",
      createdBy: owner.jid,
      participantCount: 3,
      participants: expect.arrayContaining([
        { jid: owner.jid, lid: owner.lid, isAdmin: true, isSuperAdmin: true },
        { jid: member.jid, lid: member.lid, isAdmin: false, isSuperAdmin: false },
      ]) as unknown,
    },
  });
  expect(await call("GET", "group/info")).toMatchObject({
    status: 400,
    body: { error: { message: "Identifier is required" } },
  });
  control.leave(group.jid, control.self);
  expect(await call("GET", `group/info?identifier=${group.jid}`)).toMatchObject({
    status: 404,
    body: { error: { message: "Group not found or you are not a member of this group" } },
  });
});

test("finds a message with every documented field", async () => {
  const { call, control, group, member } = await start();
  const message = control.say({ by: member, chat: group.jid, text: "hello" });

  expect((await call("GET", `chat/getMessage?messageId=${message.id}`)).body).toEqual({
    success: true,
    messageId: message.id,
    data: {
      content: "hello",
      type: "text",
      from: member.jid,
      to: group.jid,
      chat: group.jid,
      timestamp: new Date(message.atMs).toISOString(),
      isGroup: true,
      status: "received",
    },
    status: "found",
  });
});

test("delivers with the configured header and the instance's own token, in both shapes", async () => {
  const { call, control, group, member, standIn } = await start();
  const { got, url } = await receiver();
  await call("POST", "events/webhook", {
    label: "bot",
    enabled: true,
    url,
    authorization: "Bearer hook",
    byEvents: true,
    events: ["message.exchange"],
    mediaBase64: false,
  });

  const message = control.say({ by: member, chat: group.jid, text: "hello" });
  control.rename(group.jid, "not wanted");
  control.setLayout({ shape: "catalogue" });
  control.say({ by: member, chat: group.jid, text: "again" });
  await expect.poll(() => got.length).toBe(2);

  const [live, catalogue] = got[0]?.body.data === undefined ? [] : got.map(({ body }) => body);
  expect(got[0]).toMatchObject({ authorization: "Bearer hook", path: "/hook/message.exchange" });
  expect(live).toMatchObject({
    event: "message.exchange",
    data: {
      id: message.id,
      direction: "incoming",
      chat: { jid: group.jid, type: "group" },
      sender: { jid: member.jid, lid: member.lid, name: "Max" },
      message: { type: "text", content: "hello" },
    },
    instanceData: { baseUrl: standIn.url, instance: standIn.instance, token: standIn.token },
  });
  expect(catalogue).toMatchObject({
    data: { message: { direction: "incoming", content: { text: "again" } } },
  });
  expect((await call("GET", "events/getWebhook?label=bot")).body).toMatchObject({
    data: { label: "bot", url },
  });
});

test("a fourth webhook is refused", async () => {
  const { call } = await start();
  const set = (label: string) =>
    call("POST", "events/webhook", { label, enabled: true, url: "http://127.0.0.1:9/" });

  for (const label of ["a", "b", "c", "a"]) expect((await set(label)).status).toBe(200);
  expect((await set("d")).status).toBe(400);
});

test("what is not taken comes again, and ends among the dead letters", async () => {
  const { control, group, member } = await start({ redeliveryMs: [5, 5] });
  const { got, url } = await receiver([503, 500]);
  control.setWebhook({ url, authorization: "x" });

  control.say({ by: member, chat: group.jid, text: "one" });
  await expect.poll(() => got.length).toBe(3);
  await expect.poll(control.waiting).toBe(0);
  expect(control.deadLetters()).toBe(0);

  control.setWebhook({ url: "http://127.0.0.1:9/", authorization: "x" });
  control.say({ by: member, chat: group.jid, text: "two" });
  await expect.poll(control.deadLetters).toBe(1);
});

test("pages of other origins may not act here", async () => {
  const { standIn } = await start();

  const response = await fetch(`${standIn.url}/api/profile/getAccount/steward`, {
    headers: { token: standIn.token, origin: "https://evil.example" },
  });

  expect(response.status).toBe(403);
});
