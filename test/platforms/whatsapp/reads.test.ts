import { expect, test } from "vitest";
import type { ChatId, UserId } from "../../../src/core/ids.ts";
import { startGatewayRig } from "./gateway-rig.ts";
import { options, ref } from "./rig.ts";

test("super admins are owners and admins admins, each under phone and LID", async () => {
  const { platform, group, owner, admin } = await startGatewayRig({}, { bot: "member" });

  const facts = await platform.ports.chat(group.jid as ChatId, options());

  expect(facts).toEqual({
    ok: true,
    value: {
      name: "Team",
      kind: "group",
      owners: [owner.jid, owner.lid],
      admins: [admin.jid, admin.lid],
      botRole: "member",
      topics: false,
      external: false,
    },
  });
});

test("the bot's own role is found by any of its ids", async () => {
  const { platform, group } = await startGatewayRig({}, { bot: "admin" });

  const facts = await platform.ports.chat(group.jid as ChatId, options());

  expect(facts).toMatchObject({ ok: true, value: { botRole: "admin" } });
});

test("a direct chat has no roles and needs no call", async () => {
  const { platform, standIn, member } = await startGatewayRig();
  const before = standIn.control.calls().length;

  for (const id of [member.jid, member.lid]) {
    expect(await platform.ports.chat(id as ChatId, options())).toMatchObject({
      ok: true,
      value: { kind: "direct", owners: [], admins: [] },
    });
  }
  expect(standIn.control.calls()).toHaveLength(before);
});

test("a group that the bot is not in is said to be that", async () => {
  const { platform, standIn, owner } = await startGatewayRig();
  const foreign = standIn.control.addGroup({ name: "Foreign", owner });

  expect(await platform.ports.chat(foreign.jid as ChatId, options())).toMatchObject({
    ok: false,
    problem: { reason: "bot-not-in-chat" },
  });
});

test("tells where a message is, who wrote it and how it begins", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const message = standIn.control.say({ by: member, chat: group.jid, text: "lunch\nat noon" });

  expect(await platform.ports.message(ref(group.jid, message.id), options())).toEqual({
    ok: true,
    value: {
      chat: group.jid,
      message: message.id,
      author: { kind: "user", user: member.jid },
      gone: false,
      sentAtMs: message.atMs,
      excerpt: "lunch at noon",
      text: "lunch\nat noon",
    },
  });
});

test("its own message is its own, and a revoked one is gone without words", async () => {
  const { platform, standIn, group } = await startGatewayRig();
  const sent = await platform.ports.post(
    group.jid as ChatId,
    { lines: [["hello"]] },
    { ...options(), key: "k" },
  );
  const id = sent.ok ? sent.value : "";
  standIn.control.revoke(id, standIn.control.self);

  const facts = await platform.ports.message(ref(group.jid, id), options());

  expect(facts).toMatchObject({ ok: true, value: { author: { kind: "self" }, gone: true } });
  expect(JSON.stringify(facts)).not.toContain("hello");
});

test("a message from before the instance was connected cannot be seen", async () => {
  const { platform, standIn, group, member } = await startGatewayRig();
  const old = standIn.control.say({ by: member, chat: group.jid, text: "old", known: false });

  for (const answered of [
    await platform.ports.message(ref(group.jid, old.id), options()),
    await platform.ports.pin(ref(group.jid, old.id), options()),
    await platform.ports.recall(ref(group.jid, old.id), options()),
  ]) {
    expect(answered).toMatchObject({
      ok: false,
      problem: { reason: "message-invisible", effect: "none" },
    });
  }
});

test("an author who is told by LID is the same person as the sender told by phone", async () => {
  const { platform, standIn, group, member, events, delivered } = await startGatewayRig();
  standIn.control.setLayout({ senderIds: "lid-as-jid" });
  const message = standIn.control.say({ by: member, chat: group.jid, text: "/recall" });
  await delivered();
  // The group tells both ids of everybody, after the sender was met by one of them.
  await platform.ports.chat(group.jid as ChatId, options());

  const facts = await platform.ports.message(ref(group.jid, message.id), options());

  expect(events).toMatchObject([{ type: "message", sender: member.lid }]);
  expect(facts).toMatchObject({ ok: true, value: { author: { user: member.lid } } });
});

test("names are those that people were seen with, free of charge", async () => {
  const { platform, standIn, group, member, delivered } = await startGatewayRig();
  standIn.control.say({ by: member, chat: group.jid, text: "hi" });
  await delivered();
  const before = standIn.control.calls().length;

  const names = await platform.ports.memberNames(group.jid as ChatId, options());

  expect(names.ok && names.value.get(member.jid as UserId)).toBe("Max");
  expect(names.ok && names.value.get(member.lid as UserId)).toBe("Max");
  expect(standIn.control.calls()).toHaveLength(before);
});

test("reads are tried again after a fault, and give up in the end", async () => {
  const { platform, standIn, group } = await startGatewayRig();
  const { control } = standIn;
  const fault = {
    kind: "answer",
    status: 502,
    message: "bad gateway",
    path: "group/info",
  } as const;

  control.fault({ ...fault, count: 2 });
  expect(await platform.ports.chat(group.jid as ChatId, options())).toMatchObject({ ok: true });

  control.fault({ ...fault, count: 3 });
  expect(await platform.ports.chat(group.jid as ChatId, options())).toMatchObject({
    ok: false,
    problem: { reason: "platform-down", effect: "none" },
  });
});

test("pins cannot be listed, and the capabilities say so", async () => {
  const { platform, group } = await startGatewayRig();

  expect(platform.capabilities.pins.listed).toBe(false);
  expect(await platform.ports.pins(group.jid as ChatId, options())).toMatchObject({ ok: false });
});
