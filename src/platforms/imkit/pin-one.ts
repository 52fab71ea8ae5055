import type { Clock } from "../../core/clock.ts";
import type { ChatId, MessageId, MessageRef } from "../../core/ids.ts";
import { type JsonObject, momentOf } from "../../core/json.ts";
import type { Log } from "../../core/log.ts";
import type { Pinned, Writes } from "../../core/platform.ts";
import type { Problem } from "../../core/problem.ts";
import { createRecent } from "../../core/recent.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { isConflict } from "./errors.ts";
import { pinnedOf } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";
import type { Pinning } from "./pinning.ts";
import { standingMessage } from "./standing-message.ts";

/** For putting the old pin back, even when the command's own time is over. */
const restoreMs = 15_000;
const pinsKeptMs = 7 * 86_400_000;
const mostRooms = 1_000;

/**
 * Pins in a room that holds one pin. The one that gives way is unpinned first, and pinned again if the new one
 * fails. Which one that is, the caller says (`replace`); where the platform refuses a second pin and nobody knew
 * of the first, the room's newest messages are looked through for it. Source: IMKit docs, Pin a Message ("each
 * chatroom can only have one pinned message at a time").
 */
export const createPinOne = (options: {
  readonly pinning: Pinning;
  readonly finder: MessageFinder;
  /** Dates. */
  readonly wallClock: Clock;
  readonly clock: Clock;
  readonly log: Log;
}): Writes["pin"] => {
  const { pinning, finder, wallClock, log } = options;
  /** What we pinned last in a room: the platform tells neither who pinned nor when. */
  const ours = createRecent<ChatId, { readonly message: MessageId; readonly atMs: number }>({
    clock: options.clock,
    keepMs: pinsKeptMs,
    most: mostRooms,
  });

  const applied = ({ chat, message }: MessageRef, replaced?: MessageId): Result<Pinned> => {
    const atMs = wallClock.now();
    ours.set(chat, { message, atMs });
    const gaveWay = replaced === undefined ? {} : { replaced };
    return ok({ state: "applied", by: { kind: "self" }, atMs, ...gaveWay });
  };

  const already = ({ chat, message }: MessageRef, shown: JsonObject): Result<Pinned> => {
    const own = ours.get(chat);
    if (own?.message === message) {
      return ok({ state: "already", by: { kind: "self" }, atMs: own.atMs });
    }
    const atMs = momentOf(shown.updatedAtMS) ?? wallClock.now();
    return ok({ state: "already", by: { kind: "app" }, atMs });
  };

  /** Whether there is something to give way: the caller's memory may be older than what people did by hand. */
  const mayStand = async (ref: MessageRef, signal: AbortSignal): Promise<Result<boolean>> => {
    const found = await finder.find(ref, signal);
    if (!found.ok) return found;
    return ok(found.value?.room === ref.chat && pinnedOf(found.value) !== false);
  };

  /** Nothing is as it should be: the old pin comes back, and the problem tells whether all is as before. */
  const putBack = async (old: MessageRef, why: Problem): Promise<Result<Pinned>> => {
    const restored = await pinning.pin(old, AbortSignal.timeout(restoreMs));
    if (restored.ok) return fail(why);
    log.warn(
      { chat: old.chat, reason: restored.problem.reason },
      "the pin that gave way could not be put back",
    );
    return fail({ ...why, effect: "maybe" });
  };

  const swap = async (
    ref: MessageRef,
    old: MessageId,
    signal: AbortSignal,
  ): Promise<Result<Pinned>> => {
    const oldRef = { chat: ref.chat, message: old };
    const removed = await pinning.unpin(oldRef, signal);
    if (!removed.ok) {
      const { problem } = removed;
      return problem.effect === "maybe" ? putBack(oldRef, problem) : fail(problem);
    }
    const pinned = await pinning.pin(ref, signal);
    if (pinned.ok) return applied(ref, removed.value ? old : undefined);
    return removed.value ? putBack(oldRef, pinned.problem) : pinned;
  };

  return async (ref, { signal, replace }) => {
    const shown = await standingMessage(finder, ref, signal);
    if (!shown.ok) return shown;
    if (pinnedOf(shown.value) === true) return already(ref, shown.value);
    if (replace !== undefined && replace !== ref.message) {
      const old = await mayStand({ chat: ref.chat, message: replace }, signal);
      if (!old.ok) return old;
      if (old.value) return swap(ref, replace, signal);
    }
    const pinned = await pinning.pin(ref, signal);
    if (pinned.ok) return applied(ref);
    if (!isConflict(pinned.problem)) return pinned;
    const standing = await pinning.standing(ref.chat, signal);
    if (standing === undefined) return pinned;
    return standing === ref.message ? already(ref, shown.value) : swap(ref, standing, signal);
  };
};
