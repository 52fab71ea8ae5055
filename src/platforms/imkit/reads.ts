import type { Clock } from "../../core/clock.ts";
import type { ChatId, UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { ChatFacts, Reads } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { createRecent } from "../../core/recent.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { ImkitClient } from "./client.ts";
import { membersOf, messageFacts, namesOf, roomFacts, unreadable } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";
import { paths } from "./paths.ts";

const namesKeptMs = 600_000;
const mostRooms = 200;

/** What the bot can ask of a room. Source: IMKit docs, Get a Room and Get Messages by Room. */
export const createReads = (options: {
  readonly client: ImkitClient;
  readonly finder: MessageFinder;
  readonly bot: UserId;
  /** Steady. */
  readonly clock: Clock;
}): Reads => {
  const { client, finder, bot, clock } = options;
  const names = createRecent<ChatId, ReadonlyMap<UserId, string>>({
    clock,
    keepMs: namesKeptMs,
    most: mostRooms,
  });

  const room = async (chat: ChatId, signal: AbortSignal): Promise<Result<JsonObject>> => {
    const answered = await client.call({ api: "room.get", path: paths.room(chat), chat, signal });
    if (!answered.ok) return answered;
    const { result } = answered.value;
    if (!isJsonObject(result) || result._id !== chat) return fail(unreadable);
    names.set(chat, namesOf(result));
    return ok(result);
  };

  return {
    chat: async (chat, { signal }): Promise<Result<ChatFacts>> => {
      const answered = await room(chat, signal);
      return answered.ok ? roomFacts(answered.value, bot) : answered;
    },
    message: async (ref, { signal }) => {
      const found = await finder.find(ref, signal);
      if (!found.ok) return found;
      if (found.value === undefined) return fail(problem("message-unknown"));
      return messageFacts(found.value, bot);
    },
    // No documented call lists pins, and a guess would be taken for the truth.
    pins: () => Promise.resolve(fail(problem("chat-kind-unsupported"))),
    memberNames: async (chat, { signal }) => {
      const known = names.get(chat);
      if (known !== undefined) return ok(known);
      const answered = await room(chat, signal);
      return answered.ok ? ok(names.get(chat) ?? namesOf(answered.value)) : answered;
    },
    // Who has no nickname has no name, and names are remembered.
    hasMember: async (chat, user, { signal }) => {
      const answered = await room(chat, signal);
      return answered.ok ? ok(membersOf(answered.value).includes(user)) : answered;
    },
  };
};
