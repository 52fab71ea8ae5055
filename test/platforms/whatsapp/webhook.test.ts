import fc from "fast-check";
import { expect, test } from "vitest";
import { startGatewayRig } from "./gateway-rig.ts";
import { createRig, started } from "./rig.ts";

const rig = () => started(createRig({ url: "http://127.0.0.1:9", timeoutMs: 200 }));
const instanceData = {
  baseUrl: "https://ryzeapi.cloud",
  instance: "steward",
  token: "9f8e7d6c-instance-secret",
};
const chat = { jid: "120363000000000001@g.us", name: "Team", type: "group" };
const sender = { jid: "5511999990000@s.whatsapp.net", lid: "123456789012345@lid", name: "Max" };

const catalogue = {
  event: "message.exchange",
  data: {
    id: "3EB0C767D26B8A1C2D3E",
    message: {
      id: "3EB0C767D26B8A1C2D3E",
      direction: "incoming",
      timestamp: "2026-03-05T02:00:00Z",
      chat,
      sender,
      reply: { message_id: "3EB0AAAAAAAAAAAAAAAA", text: "quoted" },
      content: { text: "/pin 7d" },
    },
  },
  instanceData,
};
const live = {
  event: "message.exchange",
  data: {
    id: "3EB0C767D26B8A1C2D3E",
    direction: "incoming",
    timestamp: "2026-03-05T02:00:00Z",
    chat,
    sender,
    reply: { message_id: "3EB0AAAAAAAAAAAAAAAA", text: "quoted" },
    message: { type: "text", content: "/pin 7d" },
  },
  instanceData,
};
const event = {
  type: "message",
  chat: chat.jid,
  chatKind: "group",
  message: "3EB0C767D26B8A1C2D3E",
  sender: sender.jid,
  content: [{ kind: "text", text: "/pin 7d" }],
  replyTo: "3EB0AAAAAAAAAAAAAAAA",
  inThread: false,
  sentAtMs: Date.UTC(2026, 2, 5, 2),
};

test.each([
  ["the catalogue's", catalogue],
  ["the live", live],
])("takes %s shape of a message", async (_name, delivery) => {
  const { post, events } = await rig();

  expect(await post(delivery)).toBe(200);
  expect(events).toEqual([event]);
});

test("what is wrongly authorised is refused before anything of it is read", async () => {
  const { post, events, observed } = await rig();

  for (const value of ["", "Bearer x", "Bearer 0f4c1c1e-hoo", "bearer 0f4c1c1e-hook"]) {
    expect(await post(live, value)).toBe(401);
  }
  expect(await post("not json", "nobody")).toBe(401);
  expect(events).toEqual([]);
  expect(observed.filter((line) => line === "delivery refused")).toHaveLength(5);
});

test("a delivery of another instance is refused", async () => {
  const { post, events } = await rig();

  const foreign = { ...live, instanceData: { ...instanceData, instance: "other" } };
  expect(await post(foreign)).toBe(401);
  expect(events).toEqual([]);
});

test("the instance's token goes nowhere: not into events, not into logs", async () => {
  const { post, events, log } = await rig();

  await post(live);
  await post({ ...live, data: { ...live.data, id: "?" } });
  await post(live, "wrong");

  expect(log.text()).not.toBe("");
  expect(JSON.stringify(events) + log.text()).not.toMatch(/9f8e7d6c|0f4c1c1e/);
  expect(log.text()).not.toMatch(/\/pin|Max|5511999990000/);
});

test("the same message is taken once, in whatever shape it comes again", async () => {
  const { post, events } = await rig();

  expect([await post(live), await post(live), await post(catalogue)]).toEqual([200, 200, 200]);
  expect(events).toHaveLength(1);
});

test("what could not be kept is asked for again, and taken then", async () => {
  const { post, events, intake } = await rig();
  intake.fails = true;
  expect(await post(live)).toBe(503);
  intake.fails = false;
  expect(await post(live)).toBe(200);
  expect(events).toHaveLength(1);
});

test.each([
  ["an outgoing message", { direction: "outgoing" }],
  ["an edit", { edit: { original_id: "3EB0C767D26B8A1C2D3E", text: "/pin" } }],
  ["an edit of the other kind", { isEdit: true }],
  ["a channel", { chat: { jid: "120363@newsletter", type: "newsletter" } }],
  ["a status", { chat: { jid: "status@broadcast" } }],
  ["nobody's message", { sender: { name: "?" } }],
])("%s is no command", async (_what, change) => {
  const { post, events } = await rig();

  expect(await post({ ...live, data: { ...live.data, ...change } })).toBe(200);
  expect(events).toEqual([]);
});

test("a revocation is told with the message it is about", async () => {
  const { post, events } = await rig();
  const revoke = { ...live.data, message: { type: "message_revoke", content: "" } };

  await post({ ...live, data: revoke });
  await post({ ...live, data: revoke });

  expect(events).toEqual([
    {
      type: "recalled",
      chat: chat.jid,
      message: "3EB0C767D26B8A1C2D3E",
      by: "unknown",
      atMs: event.sentAtMs,
    },
  ]);
});

test("mentions are those that the message lists, by phone or LID", async () => {
  const { events, delivered, standIn, group, owner, member } = await startGatewayRig();
  const { control } = standIn;
  const digits = (jid: string): string => jid.slice(0, jid.indexOf("@"));
  control.say({
    by: owner,
    chat: group.jid,
    text: `@${digits(control.self.lid)} /why @${digits(member.jid)} @12345 `,
    mentions: [control.self.lid, member.jid],
  });
  await delivered();

  expect(events).toMatchObject([
    {
      content: [
        { kind: "mention-self" },
        { kind: "text", text: " /why " },
        { kind: "mention", user: member.jid, isBot: false },
        { kind: "text", text: " @12345 " },
      ],
    },
  ]);
});

test("everything that happens to a group is told", async () => {
  const { events, delivered, standIn, group, owner, member } = await startGatewayRig();
  const { control } = standIn;
  const steps = [
    () => control.setRole(group.jid, member, "admin"),
    () => control.rename(group.jid, "New name"),
    () => control.leave(group.jid, member),
    () => control.leave(group.jid, control.self),
    () => control.join(group.jid, control.self),
    () => control.revoke(control.say({ by: owner, chat: group.jid, text: "x" }).id, owner),
    () => control.dissolve(group.jid),
  ];
  for (const step of steps) {
    step();
    await delivered();
  }

  expect(events.map(({ type }) => type).sort()).toEqual(
    [
      "chat-changed",
      "chat-changed",
      "chat-changed",
      "bot-removed",
      "bot-added",
      "message",
      "recalled",
      "chat-gone",
    ].sort(),
  );
  expect(events.every((one) => one.chat === group.jid)).toBe(true);
});

test("the bot does not hear itself", async () => {
  const { events, delivered, platform, standIn, group } = await startGatewayRig();
  await platform.ports.post(
    events[0]?.chat ?? (group.jid as never),
    { lines: [["/pin"]] },
    { signal: AbortSignal.timeout(5_000), key: "k" },
  );
  standIn.control.say({ by: standIn.control.self, chat: group.jid, text: "/pin" });
  await delivered();

  expect(standIn.control.deliveries()).toHaveLength(2);
  expect(events).toEqual([]);
});

test.each(["catalogue", "live"] as const)(
  "a command said in a chat arrives once, delivered twice in the %s shape",
  async (shape) => {
    const { events, delivered, standIn, group, member } = await startGatewayRig();
    standIn.control.setLayout({ shape, copies: 2 });
    const first = standIn.control.say({ by: member, chat: group.jid, text: "please pin" });
    standIn.control.say({ by: member, chat: group.jid, text: "/pin", replyTo: first.id });
    standIn.control.say({ by: member, text: "/help" });
    await delivered();

    expect(standIn.control.deliveries()).toHaveLength(6);
    expect(events).toHaveLength(3);
    expect(events).toContainEqual(
      expect.objectContaining({ chatKind: "group", sender: member.jid, replyTo: first.id }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({ chatKind: "direct", chat: member.jid, sender: member.jid }),
    );
  },
);

test("no delivery whatever breaks it", async () => {
  const { post } = await rig();
  const shaped = fc.record(
    {
      event: fc.constantFrom("message.exchange", "group.flow", "instance.state", "call.update", 7),
      data: fc.oneof(
        fc.jsonValue(),
        fc.record(
          {
            id: fc.oneof(fc.constant("3EB0C767D26B8A1C2D3E"), fc.jsonValue()),
            chat: fc.oneof(fc.constant(chat), fc.jsonValue()),
            sender: fc.oneof(fc.constant(sender), fc.jsonValue()),
            timestamp: fc.oneof(fc.constant("2026-03-05T02:00:00Z"), fc.jsonValue()),
            message: fc.jsonValue(),
            mentions: fc.jsonValue(),
            reply: fc.jsonValue(),
            type: fc.jsonValue(),
            groupJid: fc.oneof(fc.constant(chat.jid), fc.jsonValue()),
            participants: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: [] },
  );

  await fc.assert(
    fc.asyncProperty(fc.oneof(shaped, fc.jsonValue()), async (delivery) => {
      expect([200, 400]).toContain(await post(delivery));
    }),
  );
});

test("a body that is too large is not read", async () => {
  const { post } = await rig();

  expect(await post("x".repeat(1024 * 1024 + 1))).toBe(413);
});
