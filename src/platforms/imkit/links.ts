import type { TypedTarget } from "../../core/platform.ts";
import { messageId } from "./ids.ts";

/** Addresses, paths that climb, the platform's word for a whole room, and ids with something missing or added. */
const pretenders = [
  /:\/\//,
  /\.\.\//,
  /^_all\b/i,
  /^[0-9a-f]{16,}$/i,
  /^[0-9a-f]{24}[^\p{L}\p{N}]/iu,
];

/**
 * Reads a word that somebody typed to name a message: its 24 hex digits, in either case. Nothing links to a
 * message here, so addresses are never a target; they are told apart so as not to be taken for a reason.
 */
export const typedTarget = (word: string): TypedTarget => {
  const message = messageId(word.toLowerCase());
  if (message !== undefined) return { kind: "message", message };
  return pretenders.some((pattern) => pattern.test(word))
    ? { kind: "malformed" }
    : { kind: "none" };
};
