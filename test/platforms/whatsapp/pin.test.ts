import { expect, test } from "vitest";
import { startGatewayRig } from "./gateway-rig.ts";
import { withAnswer } from "./one-answer.ts";
import { options, ref } from "./rig.ts";

const hourMs = 3_600_000;
const group = "120363000000000001@g.us";
const target = ref(group, "3EB0C767D26B8A1C2D3E");

test("pins by the documented request: method, path, headers and body, field by field", async () => {
  const body = {
    success: true,
    message: "Message pinned successfully",
    chat_jid: group,
    message_id: "3EB0C767D26B8A1C2D3E",
    pinned: true,
    duration: "7d",
  };

  const { result, asked } = await withAnswer({ status: 200, body }, ({ platform }) =>
    platform.ports.pin(target, { ...options(), forMs: 7 * 24 * hourMs }),
  );

  expect(asked).toMatchObject([
    {
      method: "POST",
      path: "/api/chat/pinMessage/steward",
      headers: { "content-type": "application/json", token: "a1b2c3d4-token" },
    },
  ]);
  expect(asked[0]?.body).toEqual({
    pin: true,
    messageId: "3EB0C767D26B8A1C2D3E",
    duration: "7d",
  });
  expect(result).toMatchObject({ ok: true, value: { state: "requested", by: { kind: "self" } } });
});

test("unpins by the same call, without a duration", async () => {
  const body = {
    success: true,
    message: "Message unpinned successfully",
    chat_jid: group,
    message_id: "3EB0C767D26B8A1C2D3E",
    pinned: false,
  };

  const { result, asked } = await withAnswer({ status: 200, body }, ({ platform }) =>
    platform.ports.unpin(target, options()),
  );

  expect(asked).toMatchObject([{ method: "POST", path: "/api/chat/pinMessage/steward" }]);
  expect(asked[0]?.body).toEqual({ pin: false, messageId: "3EB0C767D26B8A1C2D3E" });
  expect(result).toEqual({ ok: true, value: { state: "requested" } });
});

test("revokes for everyone, always said so", async () => {
  const body = { success: true, message: "Message deleted", delete_type: "revoke" };

  const { result, asked } = await withAnswer({ status: 200, body }, ({ platform }) =>
    platform.ports.recall(target, options()),
  );

  expect(asked).toMatchObject([{ method: "DELETE", path: "/api/chat/delete/steward" }]);
  expect(asked[0]?.body).toEqual({ messageId: "3EB0C767D26B8A1C2D3E", deleteForEveryone: true });
  expect(result).toEqual({ ok: true, value: { state: "requested" } });
});

test("a deletion on the bot's own devices alone is not taken for a revocation", async () => {
  const body = { success: true, message: "ok", delete_type: "delete_for_me" };

  const { result } = await withAnswer({ status: 200, body }, ({ platform }) =>
    platform.ports.recall(target, options()),
  );

  expect(result).toMatchObject({ ok: false, problem: { reason: "unknown", effect: "maybe" } });
});

test.each([
  [400, "Instance name is required", "content-invalid", "none"],
  [400, "Invalid request body: unexpected end", "content-invalid", "none"],
  [400, "messageId is required", "content-invalid", "none"],
  [401, "Invalid token", "token-rejected", "none"],
  [403, "Access denied", "token-rejected", "none"],
  [403, "You must be admin of this group", "bot-lacks-role", "none"],
  [404, "Instance not found", "app-unknown", "none"],
  [404, "Group not found or you are not a member of this group", "bot-not-in-chat", "none"],
  [404, "Message not found", "message-invisible", "none"],
  [429, "Too many messages", "too-fast", "none"],
  [500, "message with ID 3EB0C767D26B8A1C2D3E not found", "message-invisible", "none"],
  [500, 'invalid duration "1h": use "24h", "7d" or "30d"', "content-invalid", "none"],
  [500, "WhatsApp client is not connected", "platform-down", "none"],
  [503, "WhatsApp client is not connected", "platform-down", "none"],
  [400, "instance disconnected", "platform-down", "none"],
  [500, "something else", "platform-down", "maybe"],
  [502, undefined, "platform-down", "maybe"],
  [302, undefined, "platform-down", "maybe"],
  [200, undefined, "platform-down", "maybe"],
] as const)("%i %j on a pin is %s, effect %s", async (status, message, reason, effect) => {
  const body = message === undefined ? "<html>" : { success: false, error: { message } };

  const { result, asked } = await withAnswer({ status, body }, ({ platform }) =>
    platform.ports.pin(target, options()),
  );

  expect(result).toMatchObject({ ok: false, problem: { reason, effect } });
  expect(asked).toHaveLength(1);
});

test.each([
  [undefined, "30d", 720],
  [1, "24h", 24],
  [24 * hourMs, "24h", 24],
  [24 * hourMs + 1, "7d", 168],
  [8 * 24 * hourMs, "30d", 720],
  [400 * 24 * hourMs, "30d", 720],
])("a pin for %j ms is sent as %s", async (forMs, duration, hours) => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const message = standIn.control.say({ by: member, chat: group.jid, text: "hello" });

  const pinned = await platform.ports.pin(ref(group.jid, message.id), {
    ...options(),
    ...(forMs === undefined ? {} : { forMs }),
  });

  expect(standIn.control.calls().at(-1)?.request).toMatchObject({ duration });
  if (!pinned.ok) throw new Error(pinned.problem.reason);
  expect((pinned.value.endsAtMs ?? 0) - pinned.value.atMs).toBe(hours * hourMs);
  const [standing] = standIn.control.pins(group.jid);
  expect((standing?.endsAtMs ?? 0) - (standing?.atMs ?? 0)).toBe(hours * hourMs);
});

test("the pin that gives way goes after the new one stands", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const { control } = standIn;
  const [old, next] = ["old", "new"].map((text) =>
    control.say({ by: member, chat: group.jid, text }),
  );
  await platform.ports.pin(ref(group.jid, old?.id ?? ""), options());

  const pinned = await platform.ports.pin(ref(group.jid, next?.id ?? ""), {
    ...options(),
    replace: ref(group.jid, old?.id ?? "").message,
  });

  expect(pinned).toMatchObject({ ok: true, value: { replaced: old?.id } });
  expect(control.pins(group.jid).map(({ messageId }) => messageId)).toEqual([next?.id]);
  const changes = control.calls().filter(({ method }) => method === "POST");
  expect(changes.slice(-2).map(({ request }) => request)).toEqual([
    { pin: true, messageId: next?.id, duration: "30d" },
    { pin: false, messageId: old?.id },
  ]);
});

test("nothing is done to a message of another group, whoever quotes it", async () => {
  const { platform, standIn, group, owner } = await startGatewayRig();
  const { control } = standIn;
  const other = control.addGroup({ name: "Other", owner, bot: "admin" });
  const message = control.say({ by: owner, chat: other.jid, text: "elsewhere" });
  await platform.ports.pin(ref(other.jid, message.id), options());
  const quoted = ref(group.jid, message.id);

  for (const result of [
    await platform.ports.pin(quoted, options()),
    await platform.ports.unpin(quoted, options()),
    await platform.ports.recall(quoted, options()),
  ]) {
    expect(result).toMatchObject({ problem: { reason: "message-elsewhere", effect: "none" } });
  }
  expect(control.pins(other.jid)).toHaveLength(1);
  expect(control.message(message.id)?.revoked).toBe(false);
});

test("an answer about another group is no success", async () => {
  const body = { success: true, message: "ok", chat_jid: "120363000000000002@g.us", pinned: true };

  const { result } = await withAnswer({ status: 200, body }, ({ platform }) =>
    platform.ports.pin(target, options()),
  );

  expect(result).toMatchObject({
    ok: false,
    problem: { reason: "message-elsewhere", effect: "maybe" },
  });
});

test("what was looked at just now is not looked up again", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const message = standIn.control.say({ by: member, chat: group.jid, text: "spam" });
  await platform.ports.message(ref(group.jid, message.id), options());

  await platform.ports.recall(ref(group.jid, message.id), options());

  const paths = standIn.control.calls().map(({ path }) => path);
  expect(paths.filter((path) => path.includes("getMessage"))).toHaveLength(1);
});

test.each([
  ["silence", "timeout"],
  ["reset", "platform-down"],
  ["truncate", "platform-down"],
] as const)("after %s the pin may stand, and it is not asked for again", async (kind, reason) => {
  const { platform, standIn, group, member } = await startGatewayRig({ timeoutMs: 300 });
  const { control } = standIn;
  const message = control.say({ by: member, chat: group.jid, text: "hello" });
  control.fault({ kind, after_effect: true, path: "pinMessage" });

  const pinned = await platform.ports.pin(ref(group.jid, message.id), options());

  expect(pinned).toMatchObject({ ok: false, problem: { reason, effect: "maybe" } });
  expect(control.pins(group.jid)).toHaveLength(1);
  expect(control.calls().filter(({ path }) => path.includes("pinMessage"))).toHaveLength(1);
});

test("an aborted pin is told as one that may have happened", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const message = standIn.control.say({ by: member, chat: group.jid, text: "hello" });
  standIn.control.fault({ kind: "silence", after_effect: true, path: "pinMessage" });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);

  const pinned = await platform.ports.pin(ref(group.jid, message.id), { signal: stop.signal });

  expect(pinned).toMatchObject({ ok: false, problem: { reason: "cancelled", effect: "maybe" } });
});

test("what the gateway accepts and WhatsApp refuses is still only requested", async () => {
  const { platform, standIn, owner, member } = await startGatewayRig();
  const { control } = standIn;
  const strict = control.addGroup({
    name: "Strict",
    owner,
    members: [member],
    bot: "member",
    adminsOnlyPin: true,
  });
  const message = control.say({ by: member, chat: strict.jid, text: "hello" });

  const pinned = await platform.ports.pin(ref(strict.jid, message.id), options());
  const revoked = await platform.ports.recall(ref(strict.jid, message.id), options());

  expect(pinned).toMatchObject({ ok: true, value: { state: "requested" } });
  expect(control.pins(strict.jid)).toEqual([]);
  expect(revoked).toEqual({ ok: true, value: { state: "requested" } });
  expect(control.message(message.id)?.revoked).toBe(false);
});

test("no secret gets into logs or problems, whatever fails", async () => {
  const body = { success: false, error: { message: "token a1b2c3d4-token is bad" } };

  const { rig, result } = await withAnswer({ status: 500, body }, ({ platform }) =>
    platform.ports.pin(target, options()),
  );

  expect(JSON.stringify(result) + rig.log.text()).not.toContain("a1b2c3d4");
});
