import { expect, test } from "vitest";
import type { MessageState } from "../../src/sandbox/state.ts";
import { inlineSegments } from "../../src/sandbox/web/model/inline-text.ts";
import { buildTimeline } from "../../src/sandbox/web/model/timeline.ts";
import { encodeMentions, mentionQuery } from "../../src/sandbox/web/model/typed-mentions.ts";

const startMs = Date.UTC(2026, 2, 5, 12);

function message(id: string, minute: number, rest: Partial<MessageState> = {}): MessageState {
  return {
    message_id: id,
    chat_id: "oc_1",
    root_id: null,
    parent_id: null,
    thread_id: null,
    msg_type: "text",
    content: '{"text":"hi"}',
    sender: { id: "ou_a", id_type: "open_id", name: "Ada" },
    mentions: [],
    create_time: String(startMs + minute * 60_000),
    update_time: String(startMs + minute * 60_000),
    deleted: false,
    reactions: [],
    ...rest,
  };
}

const plain = { ephemeral: [], threaded: false, limit: 200 };

test("begins each day with its name and joins near messages of one sender", () => {
  const { items } = buildTimeline({
    ...plain,
    messages: [
      message("om_1", 0),
      message("om_2", 2),
      message("om_3", 30),
      message("om_4", 24 * 60),
    ],
  });
  expect(items.map((item) => (item.kind === "message" ? item.joined : item.kind))).toEqual([
    "day",
    false,
    true,
    false,
    "day",
    false,
  ]);
});

test("does not join a message to one that was recalled", () => {
  const { items } = buildTimeline({
    ...plain,
    messages: [message("om_1", 0, { deleted: true }), message("om_2", 1)],
  });
  expect(items.at(-1)).toMatchObject({ kind: "message", joined: false });
});

test("puts a private card where it belongs in time", () => {
  const card = {
    message_id: "om_c",
    chat_id: "oc_1",
    open_id: "ou_a",
    card: {},
    create_time: String(startMs + 60_000),
  };
  const { items } = buildTimeline({
    ...plain,
    messages: [message("om_1", 0), message("om_2", 2)],
    ephemeral: [card],
  });
  expect(items.map((item) => item.key).slice(1)).toEqual(["om_1", "om_c", "om_2"]);
});

test("shows replies under the message that opened their topic", () => {
  const { items } = buildTimeline({
    ...plain,
    threaded: true,
    messages: [
      message("om_1", 0),
      message("om_2", 1),
      message("om_3", 2, { root_id: "om_1", parent_id: "om_1" }),
    ],
  });
  const threads = items.filter((item) => item.kind === "thread");
  expect(threads.map(({ key, replies }) => [key, replies.length])).toEqual([
    ["om_1", 1],
    ["om_2", 0],
  ]);
});

test("leaves out the oldest beyond the limit and says how many", () => {
  const messages = Array.from({ length: 30 }, (_, index) => message(`om_${index}`, index * 10));
  const timeline = buildTimeline({ ...plain, messages, limit: 10 });
  expect(timeline.earlier).toBe(20);
  expect(timeline.items.at(-1)?.key).toBe("om_29");
});

test("replaces mention keys exactly, so that the tenth is not the first", () => {
  const mentions = [
    { key: "@_user_1", id: "ou_1", name: "One" },
    { key: "@_user_10", id: "ou_10", name: "Ten" },
  ];
  expect(inlineSegments("@_user_10 and @_user_1, @_user_2", mentions)).toEqual([
    { kind: "mention", name: "Ten", id: "ou_10" },
    { kind: "text", text: " and " },
    { kind: "mention", name: "One", id: "ou_1" },
    { kind: "text", text: ", @_user_2" },
  ]);
});

test("sends only picked names as mentions, the longer of two first", () => {
  const picked = [
    { name: "Ann", id: "ou_ann" },
    { name: "Anna", id: "ou_anna" },
    { name: "Everyone", id: "all" },
  ];
  expect(encodeMentions("@Anna @Ann @Bob @Everyone", picked)).toBe(
    '<at user_id="ou_anna"></at> <at user_id="ou_ann"></at> @Bob @_all',
  );
});

test("takes no e-mail address for a mention being typed", () => {
  expect(mentionQuery("write to me@example", 19)).toBeNull();
  expect(mentionQuery("hi @an", 6)).toEqual({ start: 3, query: "an" });
});
