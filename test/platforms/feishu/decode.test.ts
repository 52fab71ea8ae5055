import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeDelivery } from "../../../src/platforms/feishu/decode.ts";
import { delivery, mention, receivedMessage, self, textContent } from "./deliveries.ts";

const decode = (raw: unknown) => decodeDelivery(raw, self);
const ignored = (why: string) => ({ kind: "ignored", why });
const junk = (why: string) => ({ kind: "junk", why });

describe("a received message", () => {
  test("becomes a message event", () => {
    expect(decode(receivedMessage({ parent_id: "om_0", root_id: "om_0" }))).toEqual({
      kind: "event",
      event: {
        type: "message",
        chat: "oc_1",
        chatKind: "group",
        message: "om_1",
        sender: "ou_ann",
        content: [{ kind: "text", text: "hello" }],
        replyTo: "om_0",
        inThread: false,
        sentAtMs: 1609073151345,
      },
    });
  });

  test("leaves out what is not there instead of setting it undefined", () => {
    const decoded = decode(receivedMessage({ parent_id: "", thread_id: "" }));
    expect(decoded).toMatchObject({ kind: "event", event: { inThread: false } });
    expect(decoded.kind === "event" && "replyTo" in decoded.event).toBe(false);
  });

  test("tells direct chats and threads", () => {
    expect(decode(receivedMessage({ chat_type: "p2p" }))).toMatchObject({
      event: { chatKind: "direct" },
    });
    expect(decode(receivedMessage({ thread_id: "omt_1" }))).toMatchObject({
      event: { inThread: true },
    });
  });

  test("takes the time of the header when the message has none", () => {
    expect(decode(receivedMessage({ create_time: undefined }))).toMatchObject({
      event: { sentAtMs: 1608725989000 },
    });
  });

  test.each([
    ["no ids at all", { sender_type: "user" }],
    ["null ids", { sender_id: null, sender_type: "user" }],
    ["an empty open id", { sender_id: { open_id: "" }, sender_type: "user" }],
    ["an anonymous kind", { sender_id: { open_id: "ou_ann" }, sender_type: "anonymous" }],
    ["no kind", { sender_id: { open_id: "ou_ann" } }],
  ])("has no sender when the platform names nobody: %s", (_, sender) => {
    const decoded = decode(receivedMessage({}, sender));
    expect(decoded).toMatchObject({ kind: "event", event: { message: "om_1" } });
    expect(decoded.kind === "event" && "sender" in decoded.event).toBe(false);
  });

  test.each(["bot", "app"])("is ignored when a %s wrote it", (type) => {
    const sender = { sender_id: { open_id: "ou_other" }, sender_type: type };
    expect(decode(receivedMessage({}, sender))).toEqual(ignored("sent-by-a-bot"));
  });

  test("is ignored when the bot itself wrote it", () => {
    const sender = { sender_id: { open_id: "ou_steward" }, sender_type: "user" };
    expect(decode(receivedMessage({}, sender))).toEqual(ignored("sent-by-a-bot"));
  });

  test.each(["", undefined, null, 7])(
    "is ignored without content (%s): it was recalled",
    (content) => {
      expect(decode(receivedMessage({ content }))).toEqual(ignored("no-content"));
    },
  );

  test.each(["{", "null", "[]", '"/pin"', "{}", '{"text":7}'])(
    "is ignored when its content is not a text: %s",
    (content) => {
      expect(decode(receivedMessage({ content }))).toEqual(ignored("unreadable-content"));
    },
  );

  test.each(["image", "interactive", "system", "merge_forward", undefined])(
    "is ignored when its kind is %s",
    (type) => {
      expect(decode(receivedMessage({ message_type: type }))).toEqual(
        ignored("other-message-type"),
      );
    },
  );

  test.each([
    [{ message_id: "x/../../chats/oc_1" }],
    [{ message_id: "om_1%2f.." }],
    [{ message_id: `om_${"a".repeat(5000)}` }],
    [{ message_id: undefined }],
    [{ message_id: 1 }],
    [{ chat_id: "om_1" }],
    [{ chat_id: "oc_1\n" }],
    [{ parent_id: "../om_1" }],
    [{ parent_id: {} }],
  ])("is junk with an id that is none: %j", (message) => {
    expect(decode(receivedMessage(message))).toEqual(junk("bad-id"));
  });

  test("is junk when its sender's id is none", () => {
    const sender = { sender_id: { open_id: "cli_1" }, sender_type: "user" };
    expect(decode(receivedMessage({}, sender))).toEqual(junk("bad-id"));
  });

  test("is junk when no time can be read", () => {
    const raw = delivery("im.message.receive_v1", receivedMessage({ create_time: "soon" }).event, {
      create_time: "1e3",
    });
    expect(decode(raw)).toEqual(junk("bad-time"));
  });
});

describe("mentions in a message", () => {
  test("of the bot, of members, of other bots and of everyone are told apart", () => {
    const decoded = decode(
      receivedMessage({
        content: textContent("@_user_1 /pin @_user_2 @_user_3 @_all now"),
        mentions: [
          mention("@_user_1", "ou_steward", { mentioned_type: "bot", name: "Steward" }),
          mention("@_user_2", "ou_bob", { name: "Bob" }),
          mention("@_user_3", "ou_robot", { mentioned_type: "bot", name: "R" }),
        ],
      }),
    );
    expect(decoded).toMatchObject({
      event: {
        content: [
          { kind: "mention-self", name: "Steward" },
          { kind: "text", text: " /pin " },
          { kind: "mention", user: "ou_bob", name: "Bob", isBot: false },
          { kind: "text", text: " " },
          { kind: "mention", user: "ou_robot", name: "R", isBot: true },
          { kind: "text", text: " " },
          { kind: "mention-all" },
          { kind: "text", text: " now" },
        ],
      },
    });
  });

  test("of the bot are of some bot while its own id is unknown", () => {
    const raw = receivedMessage({
      content: textContent("@_user_1"),
      mentions: [mention("@_user_1", "ou_steward", { mentioned_type: "bot" })],
    });
    expect(decodeDelivery(raw, { ...self, openId: undefined })).toMatchObject({
      event: { content: [{ kind: "mention", user: "ou_steward", isBot: true }] },
    });
  });
});

describe("what happens to a group", () => {
  test.each([
    ["message_owner", "author"],
    ["group_owner", "owner"],
    ["group_manager", "admin"],
    ["enterprise_manager", "organisation"],
    ["somebody_new", "unknown"],
    [undefined, "unknown"],
  ])("a recall by %s is a recall by the %s", (type, by) => {
    const event = {
      message_id: "om_1",
      chat_id: "oc_1",
      recall_time: "1608725989123",
      recall_type: type,
    };
    expect(decode(delivery("im.message.recalled_v1", event))).toEqual({
      kind: "event",
      event: { type: "recalled", chat: "oc_1", message: "om_1", by, atMs: 1608725989123 },
    });
  });

  test.each([
    ["im.chat.member.bot.added_v1", "bot-added"],
    ["im.chat.member.bot.deleted_v1", "bot-removed"],
    ["im.chat.disbanded_v1", "chat-gone"],
  ])("%s is %s", (type, expected) => {
    const event = { chat_id: "oc_1", operator_id: { open_id: "ou_ann" }, name: "Team" };
    expect(decode(delivery(type, event))).toEqual({
      kind: "event",
      event: { type: expected, chat: "oc_1", by: "ou_ann", atMs: 1608725989000 },
    });
    expect(decode(delivery(type, { chat_id: "oc_1" }))).toEqual({
      kind: "event",
      event: { type: expected, chat: "oc_1", atMs: 1608725989000 },
    });
    expect(decode(delivery(type, { ...event, chat_id: "../oc_1" }))).toEqual(junk("bad-id"));
  });

  test.each([
    "im.chat.updated_v1",
    "im.chat.member.user.added_v1",
    "im.chat.member.user.deleted_v1",
    "im.chat.member.user.withdrawn_v1",
  ])("%s makes what is known stale", (type) => {
    expect(decode(delivery(type, { chat_id: "oc_1" }))).toEqual({
      kind: "event",
      event: { type: "chat-changed", chat: "oc_1" },
    });
    expect(decode(delivery(type, {}))).toEqual(junk("bad-id"));
  });
});

describe("a click", () => {
  const event = {
    operator: { open_id: "ou_ann", union_id: "on_1", tenant_key: "t" },
    action: { value: { a: "recall" }, tag: "button", name: "b1", form_value: { why: "spam" } },
    host: "im_message",
    context: { open_message_id: "om_1", open_chat_id: "oc_1" },
  };
  const click = (override: object, header: object = {}) =>
    decode(delivery("card.action.trigger", { ...event, ...override }, { ...header }));

  test("tells who clicked what and where, and reads microseconds", () => {
    expect(click({}, { create_time: "1608725989000123" })).toEqual({
      kind: "click",
      click: {
        operator: "ou_ann",
        chat: "oc_1",
        message: "om_1",
        value: { a: "recall" },
        option: undefined,
        atMs: 1608725989000,
      },
    });
  });

  test("on a menu tells what was chosen", () => {
    expect(click({ action: { option: "7d" } })).toMatchObject({ click: { option: "7d" } });
    expect(click({ action: { option: 7 } })).toMatchObject({ click: { option: undefined } });
  });

  test("by somebody unnamed has no operator", () => {
    expect(click({ operator: {} })).toMatchObject({ click: { operator: undefined } });
  });

  test.each([
    [{ operator: { open_id: "x" } }, "bad-id"],
    [{ context: { open_message_id: "../x" } }, "bad-id"],
    [{ action: "recall" }, "bad-field"],
  ])("is junk when it is not one: %j", (override, why) => {
    expect(click(override)).toEqual(junk(why));
  });
});

describe("the envelope", () => {
  test("of the first generation is understood", () => {
    const event = { type: "im.chat.disbanded_v1", chat_id: "oc_1", app_id: self.appId };
    const raw = { uuid: "u", token: "t", ts: "1502199207.7171419", type: "event_callback", event };
    expect(decode(raw)).toEqual({
      kind: "event",
      event: { type: "chat-gone", chat: "oc_1", atMs: 1502199207717 },
    });
    expect(decode({ ...raw, event: { type: "p2p_chat_create" } })).toEqual(
      ignored("other-event-type"),
    );
    expect(decode({ ...raw, event: "none" })).toEqual(junk("no-event-body"));
    expect(decode({ ...raw, event: {} })).toEqual(junk("no-event-type"));
  });

  test("of another app is ignored", () => {
    const raw = delivery("im.chat.updated_v1", { chat_id: "oc_1" }, { app_id: "cli_other" });
    expect(decode(raw)).toEqual(ignored("other-app"));
  });

  test.each([
    [null, junk("not-an-object")],
    [[], junk("not-an-object")],
    ["text", junk("not-an-object")],
    [{}, ignored("not-an-event")],
    [{ type: "url_verification" }, ignored("not-an-event")],
    [{ header: {} }, junk("no-event-type")],
    [{ header: { event_type: 7 } }, junk("no-event-type")],
    [delivery("im.message.receive_v1", undefined), junk("no-event-body")],
    [delivery("im.message.receive_v1", []), junk("no-event-body")],
    [delivery("im.message.receive_v1", {}), junk("bad-field")],
    [delivery("im.message.reaction.created_v1", {}), ignored("other-event-type")],
    [delivery("__proto__", {}), ignored("other-event-type")],
  ])("that is unusual is told why: %j", (raw, expected) => {
    expect(decode(raw)).toEqual(expected);
  });
});

describe("whatever arrives", () => {
  test("never throws", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(["event", "click", "ignored", "junk"]).toContain(decode(value).kind);
      }),
    );
  });

  const known = fc.constantFrom(
    "im.message.receive_v1",
    "im.message.recalled_v1",
    "im.chat.member.bot.added_v1",
    "im.chat.updated_v1",
    "card.action.trigger",
  );
  const fields = [
    "sender",
    "sender_id",
    "open_id",
    "sender_type",
    "message",
    "message_id",
    "chat_id",
    "parent_id",
    "message_type",
    "content",
    "mentions",
    "key",
    "id",
    "operator",
    "operator_id",
    "action",
    "context",
    "token",
    "create_time",
  ];
  const shaped = fc.letrec((again) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("text", "post", "user", "om_1", "oc_1", "ou_1", "1", "@_user_1"),
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(again("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...fields), again("value"), { maxKeys: 8 }),
      fc
        .dictionary(fc.constantFrom("text", "title", "content", "tag"), again("value"))
        .map((value) => JSON.stringify(value)),
    ),
  })).value;

  test("never throws however close it comes to an event", () => {
    fc.assert(
      fc.property(known, shaped, (type, event) => {
        expect(["event", "click", "ignored", "junk"]).toContain(decode(delivery(type, event)).kind);
      }),
      { numRuns: 500 },
    );
  });

  test("lets no id through that is not plain", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom("om_a/../b", "om_%2e%2e", "om_1?x", "om_1#", "om_", "OM_1"),
    );
    fc.assert(
      fc.property(hostile, hostile, (message, chat) => {
        const decoded = decode(receivedMessage({ message_id: message, chat_id: chat }));
        if (decoded.kind !== "event") return;
        expect(message).toMatch(/^om_[0-9A-Za-z_-]{1,64}$/);
        expect(chat).toMatch(/^oc_[0-9A-Za-z_-]{1,64}$/);
      }),
    );
  });
});
