import type { MessageRef } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { isRecalled } from "./facts.ts";
import type { MessageFinder } from "./find-message.ts";

/**
 * The message that is to be changed, as its room shows it. The calls that pin and unpin name no room, and whoever
 * sends a message decides freely which one it replies to, so every target is looked for in the room first.
 */
export const standingMessage = async (
  finder: MessageFinder,
  ref: MessageRef,
  signal: AbortSignal,
): Promise<Result<JsonObject>> => {
  const found = await finder.find(ref, signal);
  if (!found.ok) return found;
  const message = found.value;
  if (message === undefined) return fail(problem("message-unknown"));
  if (message.room !== ref.chat) return fail(problem("message-elsewhere"));
  return isRecalled(message) ? fail(problem("message-gone")) : ok(message);
};
