import type { MessageRef } from "../../core/ids.ts";
import { isJsonObject, type JsonObject, listOf } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Answer, ImkitClient } from "./client.ts";
import { unreadable } from "./facts.ts";
import { paths } from "./paths.ts";

/** How many of the newest messages are looked through. */
export const newestMessages = 50;
/** How many of those that came after a message are looked through. */
export const laterMessages = 100;

const itemsOf = (answer: Answer, chat: MessageRef["chat"]): readonly JsonObject[] | undefined => {
  const { result } = answer;
  if (!isJsonObject(result) || !Array.isArray(result.data)) return undefined;
  // Messages of old pages carry no room; they were asked for by it.
  return listOf(result.data)
    .filter(isJsonObject)
    .map((item) => (item.room === undefined ? { ...item, room: chat } : item));
};

export interface MessageFinder {
  /** The message as the room shows it now; `undefined` when it is not in this room. */
  find(ref: MessageRef, signal: AbortSignal): Promise<Result<JsonObject | undefined>>;
  /** The message and those that changed after it, oldest first. */
  since(ref: MessageRef, signal: AbortSignal): Promise<Result<readonly JsonObject[]>>;
  /** The room's messages that changed last, newest first. */
  newest(chat: MessageRef["chat"], signal: AbortSignal): Promise<Result<readonly JsonObject[]>>;
}

/**
 * Looks messages up. No call gives a single message, so it is done as the vendor's own client jumps to one: the
 * page of the room that begins with it (`afterMessage` includes the message itself). Should the page begin behind
 * it, the newest messages are looked through, where whatever was just written, edited or pinned stands.
 * Both ask for the room, so a message of another room is never found. Source: IMKit docs, Get Messages by Room;
 * `sortOrder` and the inclusive page are the vendor's Vue SDK's.
 */
export const createMessageFinder = (client: ImkitClient): MessageFinder => {
  const page = async (
    chat: MessageRef["chat"],
    params: Readonly<Record<string, string | number>>,
    signal: AbortSignal,
  ): Promise<Result<readonly JsonObject[]>> => {
    const answered = await client.call({
      api: "message.list",
      path: paths.roomMessages(chat),
      params,
      chat,
      signal,
    });
    if (!answered.ok) return answered;
    const items = itemsOf(answered.value, chat);
    return items === undefined ? fail(unreadable) : ok(items);
  };
  const newest: MessageFinder["newest"] = (chat, signal) =>
    page(chat, { limit: newestMessages }, signal);

  return {
    newest,
    since: ({ chat, message }, signal) =>
      page(chat, { afterMessage: message, sortOrder: "asc", limit: laterMessages }, signal),
    find: async ({ chat, message }, signal) => {
      const isIt = (item: JsonObject): boolean => item._id === message;
      const from = await page(chat, { afterMessage: message, sortOrder: "asc", limit: 10 }, signal);
      if (!from.ok && from.problem.reason === "message-unknown") return ok(undefined);
      if (!from.ok) return from;
      const found = from.value.find(isIt);
      if (found !== undefined) return ok(found);
      const latest = await newest(chat, signal);
      return latest.ok ? ok(latest.value.find(isIt)) : latest;
    },
  };
};
