import fc from "fast-check";
import { expect, test } from "vitest";
import type { UserId } from "../../../src/core/ids.ts";
import { looksLikeCommand, segmentsOf } from "../../../src/platforms/imkit/content.ts";
import { claimOf, messageEvent } from "../../../src/platforms/imkit/decode.ts";
import { messageFacts, roomFacts } from "../../../src/platforms/imkit/facts.ts";

const bot = "steward-bot" as UserId;
const self = { bot, names: ["Steward"] };
const alice = "alice" as UserId;

/** The vendor's own webhook samples. */
const sampleMessage = {
  roomID: "demo-room",
  event: "MESSAGE",
  data: {
    _id: "5c1ddf2d1536bbb6c49f7cfe",
    message: "Bonjour 2",
    room: "demo-room",
    sender: {
      _id: "sss",
      nickname: "Desirae",
      isRobot: false,
      avatarUrl: "",
      description: "description la la #1543989664813",
      lastLoginTime: "2018-12-05T06:01:06.092Z",
      lastLoginTimeMS: 1543989666092,
      id: "sss",
    },
    messageType: "text",
    appID: "SampleApp",
    __v: 0,
    messageTime: "2018-12-22T06:52:29.380Z",
    messageTimeMS: 1545461549380,
    id: "5c1ddf2d1536bbb6c49f7cfe",
  },
};
const saying = (message: unknown, changes = {}) => ({
  ...sampleMessage,
  data: { ...sampleMessage.data, message, ...changes },
});

test("chatter is dropped without asking the platform anything", () => {
  expect(claimOf(sampleMessage, self)).toEqual({ kind: "ignored", why: "chatter" });
  expect(claimOf(saying("look at /pin"), self)).toEqual({ kind: "ignored", why: "chatter" });
});

test.each([["/pin"], ["  ／pin 7d"], ["@steward-bot /pin"], ["@steward-bot/pin"]])(
  "%s may be a command",
  (text) => {
    expect(claimOf(saying(text), self)).toMatchObject({
      kind: "command",
      ref: { chat: "demo-room", message: "5c1ddf2d1536bbb6c49f7cfe" },
      sender: "sss",
      text,
    });
  },
);

test("its own messages, robots' and other kinds of messages are dropped", () => {
  expect(claimOf(saying("/pin", { sender: { _id: bot } }), self)).toMatchObject({ why: "own" });
  expect(claimOf(saying("/pin", { sender: bot }), self)).toMatchObject({ why: "own" });
  expect(claimOf(saying("/pin", { sender: { _id: "r", isRobot: true } }), self)).toMatchObject({
    why: "robot",
  });
  expect(claimOf(saying("/pin", { messageType: "image" }), self)).toMatchObject({
    why: "other-type",
  });
  expect(claimOf(saying({ custom: "/pin" }), self)).toMatchObject({ why: "other-type" });
  expect(claimOf({ ...sampleMessage, event: "SOMETHING" }, self)).toMatchObject({
    why: "other-event",
  });
});

test("people coming and going change the room, the bot itself more so", () => {
  const members = (event: string, who: string) => ({
    roomID: "demo-room",
    event,
    data: { room: "demo-room", sender: { _id: "sss" }, members: [{ _id: who, isRobot: true }] },
  });
  expect(claimOf(members("JOIN_ROOM", "ccc"), self)).toEqual({
    kind: "chat-changed",
    chat: "demo-room",
  });
  expect(claimOf(members("ADD_MEMBERS", bot), self)).toEqual({
    kind: "bot-added",
    chat: "demo-room",
  });
  expect(claimOf(members("DELETE_MEMBERS", "ccc"), self)).toEqual({
    kind: "chat-changed",
    chat: "demo-room",
  });
  expect(claimOf(members("DELETE_MEMBERS", bot), self)).toEqual({
    kind: "bot-removed",
    chat: "demo-room",
  });
});

test("what is no delivery of the platform is junk", () => {
  for (const raw of [
    null,
    [],
    "x",
    {},
    { event: "MESSAGE" },
    saying("/pin", { _id: "_all" }),
    saying("/pin", { room: "other" }),
    { ...saying("/pin"), roomID: "a/b" },
    saying("/pin", { sender: null }),
  ])
    expect(claimOf(raw, self)).toEqual({ kind: "junk" });
});

test("any JSON is a claim or junk, and nothing throws", () => {
  fc.assert(fc.property(fc.jsonValue(), (raw) => void claimOf(raw, self)));
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (message, sender, mentions) => {
      claimOf(saying(message, { sender, mentions, reply: sender }), self);
    }),
  );
});

const claim = {
  kind: "command",
  ref: { chat: "demo-room", message: "5c1ddf2d1536bbb6c49f7cfe" },
  sender: "sss",
  text: "/pin",
} as unknown as Parameters<typeof messageEvent>[0];
const shown = saying("/pin", { sender: { _id: "sss" } }).data;
const about = { self, chatKind: "group" } as const;

test("the event is what the room shows: sender, reply and time", () => {
  const reply = { _id: "589d8fe5dc637422e577be51", message: "af dsgag", messageType: "text" };
  expect(messageEvent(claim, { ...shown, reply }, about)).toEqual({
    type: "message",
    chat: "demo-room",
    chatKind: "group",
    message: "5c1ddf2d1536bbb6c49f7cfe",
    sender: "sss",
    content: [{ kind: "text", text: "/pin" }],
    replyTo: "589d8fe5dc637422e577be51",
    inThread: false,
    sentAtMs: 1545461549380,
  });
  expect(messageEvent(claim, { ...shown, reply: reply._id }, about)?.replyTo).toBe(reply._id);
});

test.each([
  ["another sender", { sender: { _id: "mallory" } }],
  ["another text", { message: "/pins" }],
  ["another room", { room: "other" }],
  ["a recall", { messageType: "recall" }],
  ["a robot", { sender: { _id: "sss", isRobot: true } }],
])("a delivery is not confirmed by a room that shows %s", (_what, changes) => {
  expect(messageEvent(claim, { ...shown, ...changes }, about)).toBeUndefined();
});

test("mentions are listed ids behind an @, the longest first", () => {
  const longer = "alice2" as UserId;
  expect(segmentsOf("/can @alice2 @alice @bob /pin", [alice, longer], self)).toEqual([
    { kind: "text", text: "/can " },
    { kind: "mention", user: longer, name: "alice2", isBot: false },
    { kind: "text", text: " " },
    { kind: "mention", user: alice, name: "alice", isBot: false },
    { kind: "text", text: " @bob /pin" },
  ]);
});

test("the bot is mentioned by id, or by a name of its own if the list says so", () => {
  expect(segmentsOf("@Steward /pin", [bot], self)[0]).toEqual({
    kind: "mention-self",
    name: "Steward",
  });
  expect(segmentsOf("@Steward /pin", [], self)).toEqual([{ kind: "text", text: "@Steward /pin" }]);
  expect(segmentsOf("@steward-bot2 /pin", [], self)).toEqual([
    { kind: "text", text: "@steward-bot2 /pin" },
  ]);
});

test("no text and no ids lose or add a character", () => {
  const ids = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(ids), ids, fc.string({ unit: "grapheme" }), (mentions, own, text) => {
      const typed = `@${own} ${mentions.map((id) => `@${id}`).join("")}${text}`;
      const segments = segmentsOf(typed, mentions as UserId[], {
        bot: own as UserId,
        names: ["S(t"],
      });
      looksLikeCommand(segments);
      const joined = segments
        .map((segment) =>
          segment.kind === "text" ? segment.text : `@${"name" in segment ? segment.name : ""}`,
        )
        .join("");
      expect(joined).toBe(typed);
    }),
  );
});

test("owner and managers make roles, and nothing else does", () => {
  const room = {
    _id: "58871b877390be11d5f1ab30",
    name: "Leigh",
    roomType: "group",
    owner: { _id: "o" },
    managers: ["m", { _id: "n" }, bot, "m"],
    memberProperties: [{ role: "admin", client: "climber" }],
    members: [{ _id: "climber", nickname: "C" }],
    isSuperuser: true,
  };
  expect(roomFacts(room, bot)).toEqual({
    ok: true,
    value: {
      name: "Leigh",
      kind: "group",
      owners: ["o"],
      admins: ["m", "n", bot],
      botRole: "admin",
      topics: false,
      external: false,
    },
  });
  expect(roomFacts({ ...room, owner: "o" }, bot)).toMatchObject({ value: { owners: ["o"] } });
});

test("a room that tells nothing of roles gives nobody one", () => {
  const room = { _id: "project-room-001", members: [{ _id: "user-a" }] };
  expect(roomFacts(room, bot)).toMatchObject({
    value: { owners: [], admins: [], botRole: "unknown" },
  });
  expect(roomFacts({ ...room, isSuperuser: true }, bot)).toMatchObject({
    value: { admins: [], botRole: "admin" },
  });
  expect(roomFacts({ ...room, isSuperuser: false }, bot)).toMatchObject({
    value: { botRole: "member" },
  });
});

test("the sender of a recalled message is not taken for its author", () => {
  const recalled = { ...shown, messageType: "recall", message: "", sender: { _id: "moderator" } };
  const facts = messageFacts(recalled, bot);
  expect(facts).toMatchObject({ ok: true, value: { gone: true } });
  expect(facts.ok && "author" in facts.value).toBe(false);
});
