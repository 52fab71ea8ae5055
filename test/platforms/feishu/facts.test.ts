import fc from "fast-check";
import { expect, test } from "vitest";
import {
  chatFacts,
  memberName,
  messageFacts,
  pinFacts,
} from "../../../src/platforms/feishu/facts.ts";

const appId = "cli_00112233aabbccdd";
const chat = {
  name: "Launch",
  owner_id: "ou_owner",
  owner_id_type: "open_id",
  user_manager_id_list: ["ou_admin", "on_union", 7],
  bot_manager_id_list: ["cli_other"],
  chat_mode: "group",
  group_message_type: "chat",
  external: false,
  chat_status: "normal",
};

test("reads a group", () => {
  expect(chatFacts(chat, appId)).toEqual({
    ok: true,
    value: {
      name: "Launch",
      kind: "group",
      owners: ["ou_owner"],
      admins: ["ou_admin"],
      botRole: "member",
      topics: false,
      external: false,
    },
  });
});

test("knows the bot as an admin by its app id", () => {
  const facts = chatFacts({ ...chat, bot_manager_id_list: ["cli_other", appId] }, appId);
  expect(facts).toMatchObject({ value: { botRole: "admin" } });
});

test("does not claim to own a group that some bot owns, and names no owner", () => {
  const { owner_id: _, owner_id_type: __, ...ownedByBot } = chat;
  const facts = chatFacts(ownedByBot, appId);
  expect(facts).toMatchObject({ value: { botRole: "unknown" } });
  expect(facts).toMatchObject({ ok: true, value: { owners: [] } });
  expect(chatFacts({ ...ownedByBot, owner_id: "" }, appId)).toMatchObject({
    value: { botRole: "unknown" },
  });
});

test("takes an answer without a mode as being outside the group", () => {
  const outside = { name: "Launch", user_count: "3", bot_count: "1", chat_status: "normal" };
  expect(chatFacts(outside, appId)).toMatchObject({ problem: { reason: "bot-not-in-chat" } });
});

test.each(["dissolved", "dissolved_save"])("knows that a %s group is gone", (chat_status) => {
  expect(chatFacts({ ...chat, chat_status }, appId)).toMatchObject({
    problem: { reason: "chat-gone" },
  });
});

test("knows topic groups by either field, blank or not, and direct chats", () => {
  expect(chatFacts({ ...chat, chat_mode: "topic" }, appId)).toMatchObject({
    value: { topics: true },
  });
  expect(chatFacts({ ...chat, group_message_type: " thread" }, appId)).toMatchObject({
    value: { topics: true },
  });
  expect(chatFacts({ chat_mode: "p2p" }, appId)).toMatchObject({
    value: { kind: "direct", botRole: "member", admins: [] },
  });
});

const message = {
  message_id: "om_1",
  chat_id: "oc_1",
  create_time: "1700000000123",
  msg_type: "text",
  deleted: false,
  sender: { id: "ou_author", id_type: "open_id", sender_type: "user" },
  body: { content: '{"text":"hello @_user_1 and @_user_10, @_all"}' },
  mentions: [
    { key: "@_user_1", name: "Ann" },
    { key: "@_user_10", name: "$& Bob" },
  ],
};
const read = (changes: object) => messageFacts({ items: [{ ...message, ...changes }] }, appId);

test("reads a message, with names for mention keys", () => {
  expect(read({})).toEqual({
    ok: true,
    value: {
      chat: "oc_1",
      message: "om_1",
      author: { kind: "user", user: "ou_author" },
      gone: false,
      sentAtMs: 1_700_000_000_123,
      excerpt: "hello @Ann and @$& Bob, @all",
      text: "hello @Ann and @$& Bob, @all",
    },
  });
});

test("tells its own messages from those of other apps by app id", () => {
  const sender = (id: string) => ({ sender: { id, id_type: "app_id", sender_type: "app" } });
  expect(read(sender(appId))).toMatchObject({ value: { author: { kind: "self" } } });
  expect(read(sender("cli_other"))).toMatchObject({ value: { author: { kind: "app" } } });
});

test.each([
  [{ id: "ou_author", id_type: "open_id", sender_type: "anonymous" }],
  [{ id: "ou_author", id_type: "open_id", sender_type: "unknown" }],
  [{ id: "", id_type: "open_id", sender_type: "user" }],
  [{ sender_type: "user" }],
  [undefined],
])("names no author for %j", (sender) => {
  const facts = read({ sender });
  expect(facts.ok && "author" in facts.value).toBe(false);
});

test("says that a message is gone and shows nothing of it", () => {
  const facts = read({ deleted: true, body: { content: '{"text":"secret"}' } });
  expect(facts).toMatchObject({ value: { gone: true } });
  expect(JSON.stringify(facts)).not.toContain("secret");
});

test("reads the first of a forwarded bundle only", () => {
  const child = { ...message, message_id: "om_child", upper_message_id: "om_1" };
  expect(messageFacts({ items: [message, child] }, appId)).toMatchObject({
    value: { message: "om_1" },
  });
});

test.each([
  [{ items: [] }, "message-unknown"],
  [{}, "message-unknown"],
  [{ items: [{ ...message, message_id: "om_../x" }] }, "platform-down"],
  [{ items: [{ ...message, chat_id: "x" }] }, "platform-down"],
  [{ items: [{ ...message, create_time: "soon" }] }, "platform-down"],
])("does not make facts of %j", (data, reason) => {
  expect(messageFacts(data, appId)).toMatchObject({ ok: false, problem: { reason } });
});

const excerpt = (msg_type: string, content: unknown) => {
  const facts = read({ msg_type, body: { content: JSON.stringify(content) }, mentions: [] });
  return facts.ok ? facts.value.excerpt : undefined;
};

test("shows the beginning of rich text, of cards and the names of files", () => {
  const post = {
    title: "News",
    content: [
      [
        { tag: "text", text: "see " },
        { tag: "a", text: "this", href: "https://h" },
      ],
      [{ tag: "at", user_id: "@_user_1", user_name: "Ann" }],
      [{ tag: "img", image_key: "k" }],
    ],
  };
  expect(excerpt("post", post)).toBe("News see this @Ann");
  expect(excerpt("interactive", { title: "T", elements: [[{ tag: "text", text: "x" }]] })).toBe(
    "T x",
  );
  expect(excerpt("file", { file_key: "k", file_name: "plan.pdf" })).toBe("plan.pdf");
  expect(excerpt("image", { image_key: "k" })).toBeUndefined();
});

test("cuts after 60 characters as people count them", () => {
  expect(excerpt("text", { text: "好".repeat(60) })).toBe("好".repeat(60));
  expect(excerpt("text", { text: "好".repeat(61) })).toBe(`${"好".repeat(60)}…`);
  expect(excerpt("text", { text: "👨‍👩‍👧".repeat(70) })).toBe(`${"👨‍👩‍👧".repeat(60)}…`);
  expect(excerpt("text", { text: " a \n\n b " })).toBe("a b");
});

const pin = {
  message_id: "om_1",
  chat_id: "oc_1",
  operator_id: "ou_admin",
  operator_id_type: "open_id",
  create_time: "1700000000123",
};

test("reads a pin and who made it", () => {
  const facts = { message: "om_1", atMs: 1_700_000_000_123 };
  expect(pinFacts(pin, appId)).toEqual({ ...facts, by: { kind: "user", user: "ou_admin" } });
  const byApp = (operator_id: string) =>
    pinFacts({ ...pin, operator_id, operator_id_type: "app_id" }, appId);
  expect(byApp(appId)).toEqual({ ...facts, by: { kind: "self" } });
  expect(byApp("cli_other")).toEqual({ ...facts, by: { kind: "app" } });
  expect(pinFacts({ ...pin, message_id: "x" }, appId)).toBeUndefined();
});

test("reads members' names and skips those without", () => {
  expect(memberName({ member_id: "ou_1", name: "Ann" })).toEqual(["ou_1", "Ann"]);
  expect(memberName({ member_id: "on_1", name: "Ann" })).toBeUndefined();
  expect(memberName({ member_id: "ou_1", name: "" })).toBeUndefined();
});

test("throws at nothing that a platform could answer", () => {
  const shape = fc.letrec((tie) => ({
    value: fc.oneof(fc.jsonValue(), tie("object")),
    object: fc.dictionary(
      fc.constantFrom(
        ...Object.keys({ ...chat, ...message, ...pin, items: 0, content: 0, member_id: 0 }),
      ),
      tie("value"),
    ),
  }));
  fc.assert(
    fc.property(shape.object, (data) => {
      chatFacts(data as never, appId);
      messageFacts(data as never, appId);
      messageFacts({ items: [{ ...message, ...(data as object) }] }, appId);
      messageFacts(
        { items: [{ ...message, msg_type: "post", body: { content: JSON.stringify(data) } }] },
        appId,
      );
      pinFacts(data, appId);
      memberName(data);
    }),
  );
});
