import type { ChatId, MessageId, MessageRef } from "../../core/ids.ts";
import { isJsonObject } from "../../core/json.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { ApiName } from "./apis.ts";
import type { ImkitClient } from "./client.ts";
import { pinnedOf, unreadable } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";
import { messageId } from "./ids.ts";
import { paths } from "./paths.ts";

export interface Pinning {
  /** Pins, or makes sure that it is pinned after an answer that was lost. */
  pin(ref: MessageRef, signal: AbortSignal): Promise<Result<void>>;
  /** Unpins; what is not pinned, or not there, need not be. Tells whether anything was unpinned. */
  unpin(ref: MessageRef, signal: AbortSignal): Promise<Result<boolean>>;
  /** The pin that stands, as far as the room's newest messages show it. */
  standing(chat: ChatId, signal: AbortSignal): Promise<MessageId | undefined>;
}

/** The two calls for one message. Source: IMKit docs, Pin a Message and Unpin a Message. */
export const createPinning = (client: ImkitClient, finder: MessageFinder): Pinning => {
  const set = async (
    api: Extract<ApiName, "pin.create" | "pin.delete">,
    { chat, message }: MessageRef,
    signal: AbortSignal,
  ): Promise<Result<void>> => {
    const answered = await client.call({ api, path: paths.pin(message), chat, signal });
    if (!answered.ok) return answered;
    const { result } = answered.value;
    const done =
      isJsonObject(result) && result._id === message && result.pinned === (api === "pin.create");
    return done ? ok(undefined) : fail({ ...unreadable, effect: "maybe" });
  };

  const isPinned = async (ref: MessageRef, signal: AbortSignal): Promise<boolean | undefined> => {
    const found = await finder.find(ref, signal);
    if (!found.ok) return undefined;
    return found.value === undefined ? false : pinnedOf(found.value);
  };

  return {
    pin: async (ref, signal) => {
      const pinned = await set("pin.create", ref, signal);
      if (pinned.ok || pinned.problem.effect === "none" || signal.aborted) return pinned;
      return (await isPinned(ref, signal)) === true ? ok(undefined) : pinned;
    },
    unpin: async (ref, signal) => {
      const unpinned = await set("pin.delete", ref, signal);
      if (unpinned.ok) return ok(true);
      const { reason, effect, code } = unpinned.problem;
      const missing = reason === "message-unknown" || code === "http-409";
      if (signal.aborted || !(missing || effect === "maybe")) return unpinned;
      const pinned = await isPinned(ref, signal);
      // After an answer that was lost it was we who did it.
      return pinned === false ? ok(effect === "maybe") : unpinned;
    },
    standing: async (chat, signal) => {
      const latest = await finder.newest(chat, signal);
      if (!latest.ok) return undefined;
      return messageId(latest.value.find((item) => pinnedOf(item) === true)?._id);
    },
  };
};
