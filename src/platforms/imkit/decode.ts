import type { MessageEvent } from "../../core/events.ts";
import type { ChatId, MessageId, MessageRef, UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject, listOf, momentOf } from "../../core/json.ts";
import { type ImkitSelf, looksLikeCommand, segmentsOf } from "./content.ts";
import { isRecalled, isRobot } from "./facts.ts";
import { chatId, madeAtMs, messageId, messageIdOf, userIdOf } from "./ids.ts";
import { wordsOf } from "./plain-text.ts";

/** Why a delivery is of no interest. */
export type IgnoredBecause = "own" | "robot" | "chatter" | "other-type" | "other-event";

/**
 * What a delivery claims. It is unsigned, so nothing in it is acted on before the platform itself was asked; a
 * claim names what to ask about.
 */
export type Claim =
  | {
      readonly kind: "command";
      readonly ref: MessageRef;
      readonly sender: UserId;
      readonly text: string;
    }
  | { readonly kind: "recall"; readonly ref: MessageRef }
  | { readonly kind: "bot-added" | "bot-removed" | "chat-changed"; readonly chat: ChatId }
  | { readonly kind: "ignored"; readonly why: IgnoredBecause }
  | { readonly kind: "junk" };

const junk: Claim = { kind: "junk" };
const ignored = (why: IgnoredBecause): Claim => ({ kind: "ignored", why });
const mentionsOf = (message: JsonObject): readonly UserId[] =>
  listOf(message.mentions).flatMap((one) => userIdOf(one) ?? []);

const claimOfMessage = (chat: ChatId, data: JsonObject, self: ImkitSelf): Claim => {
  const message = messageId(data._id);
  if (message === undefined) return junk;
  const ref = { chat, message };
  if (isRecalled(data)) return { kind: "recall", ref };
  const sender = userIdOf(data.sender);
  if (sender === self.bot) return ignored("own");
  if (isRobot(data.sender)) return ignored("robot");
  if (data.messageType !== "text") return ignored("other-type");
  const text = wordsOf(data.message);
  if (text === undefined) return ignored("other-type");
  if (!looksLikeCommand(segmentsOf(text, mentionsOf(data), self))) return ignored("chatter");
  return sender === undefined ? junk : { kind: "command", ref, sender, text };
};

const claimOfMembers = (chat: ChatId, event: string, data: JsonObject, self: ImkitSelf): Claim => {
  const about = listOf(data.members).map(userIdOf).includes(self.bot);
  if (!about) return { kind: "chat-changed", chat };
  return { kind: event === "DELETE_MEMBERS" ? "bot-removed" : "bot-added", chat };
};

/**
 * Reads a webhook delivery: `{appID, clientID, roomID, event, botState, data}`. Pure and total. The vendor's
 * samples leave most of the outer fields out, so only those that are needed are required.
 * Source: IMKit docs, Webhook.
 */
export const claimOf = (raw: unknown, self: ImkitSelf): Claim => {
  if (!isJsonObject(raw) || typeof raw.event !== "string" || !isJsonObject(raw.data)) return junk;
  const { event, data } = raw;
  const chat = chatId(raw.roomID ?? data.room);
  if (chat === undefined || (data.room !== undefined && data.room !== chat)) return junk;
  switch (event) {
    case "MESSAGE":
      return claimOfMessage(chat, data, self);
    case "JOIN_ROOM":
    case "ADD_MEMBERS":
    case "DELETE_MEMBERS":
      return claimOfMembers(chat, event, data, self);
    default:
      return ignored("other-event");
  }
};

/**
 * The event of a message as the room itself shows it: nothing of it comes from the delivery. `undefined` when the
 * room shows something else than what was claimed.
 */
export const messageEvent = (
  claim: Extract<Claim, { kind: "command" }>,
  shown: JsonObject,
  about: { readonly self: ImkitSelf; readonly chatKind: MessageEvent["chatKind"] },
): MessageEvent | undefined => {
  const { chat, message } = claim.ref;
  const sender = userIdOf(shown.sender);
  const text = wordsOf(shown.message);
  const same =
    shown._id === message &&
    shown.room === chat &&
    shown.messageType === "text" &&
    sender === claim.sender &&
    text === claim.text;
  if (!same || isRobot(shown.sender) || sender === about.self.bot) return undefined;
  const replyTo: MessageId | undefined = messageIdOf(shown.reply);
  return {
    type: "message",
    chat,
    chatKind: about.chatKind,
    message,
    sender,
    content: segmentsOf(text, mentionsOf(shown), about.self),
    ...(replyTo === undefined ? {} : { replyTo }),
    inThread: false,
    sentAtMs: momentOf(shown.messageTimeMS) ?? momentOf(shown.createdAtMS) ?? madeAtMs(message),
  };
};
