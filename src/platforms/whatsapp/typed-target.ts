import type { TypedTarget } from "../../core/platform.ts";
import { messageId } from "./ids.ts";

/** What clients make: hexadecimal in capitals, with letters and digits. A word of a sentence never looks so. */
const idPattern = /^(?=.*[A-F])(?=.*\d)[0-9A-F]{16,64}$/;
/** The beginning of an id with something after it, an id in small letters, or one that is too long. */
const almostIdPattern = /^(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{16,}/i;
/** Ids of chats and people, and the ids that other gateways make of chat and message. */
const otherIdPattern = /^(?:(?:true|false)_)?[\d:-]{5,}@(?:g\.us|s\.whatsapp\.net|c\.us|lid)/i;
const linkPattern =
  /^(?:https?:\/\/)?(?:(?:www|web|api|chat)\.)?(?:whatsapp\.com|wa\.me)(?:[/?#:]|$)/i;
const longestLink = 2_048;

/** Reads a word as the id of a message. WhatsApp has links to people and groups, but none to a message. */
export const typedTarget = (word: string): TypedTarget => {
  if (word.length <= longestLink && linkPattern.test(word)) return { kind: "opaque-link" };
  const message = idPattern.test(word) ? messageId(word) : undefined;
  if (message !== undefined) return { kind: "message", message };
  return almostIdPattern.test(word) || otherIdPattern.test(word)
    ? { kind: "malformed" }
    : { kind: "none" };
};
