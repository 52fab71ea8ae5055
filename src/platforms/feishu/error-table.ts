import type { ProblemReason } from "../../core/problem.ts";
import type { ApiName } from "./apis.ts";

type Codes = Readonly<Record<number, ProblemReason>>;

/**
 * Codes that mean the same wherever they come from.
 * Source: Feishu docs, general error codes and the error tables of the im-v1 pages.
 */
const anywhere: Codes = {
  // Messages
  230001: "content-invalid",
  230002: "bot-not-in-chat",
  230006: "bot-ability-off",
  230011: "message-gone",
  230013: "user-unavailable",
  230020: "too-fast",
  230027: "scope-missing",
  230045: "chat-gone",
  230046: "pin-for-admins-only",
  230047: "too-fast",
  230048: "too-fast",
  230049: "in-progress",
  230050: "message-invisible",
  230054: "message-type-unsupported",
  230110: "message-gone",
  230111: "message-self-destructs",
  // Groups
  232001: "chat-unknown",
  232004: "app-unknown",
  232006: "chat-unknown",
  232009: "chat-gone",
  232010: "chat-other-tenant",
  232011: "bot-not-in-chat",
  232014: "bot-lacks-role",
  232017: "bot-lacks-role",
  232019: "too-fast",
  232024: "user-unavailable",
  232025: "bot-ability-off",
  232033: "chat-external",
  232034: "app-disabled",
  // Gateway
  99991201: "content-invalid",
  99991301: "content-invalid",
  99991400: "too-fast",
  99991401: "ip-not-allowed",
  99991403: "quota-used-up",
  99991661: "token-rejected",
  99991662: "app-disabled",
  99991663: "token-rejected",
  99991664: "token-rejected",
  99991665: "token-rejected",
  99991668: "token-rejected",
  99991671: "token-rejected",
  99991672: "scope-missing",
  99991673: "app-disabled",
  99991677: "token-rejected",
  99991679: "token-rejected",
  99992351: "user-unknown",
  99992352: "user-unknown",
  99992353: "user-unknown",
  99992354: "message-unknown",
  99992355: "chat-unknown",
  99992356: "chat-unknown",
  99992360: "user-unknown",
  99992361: "user-from-other-app",
  99992402: "content-invalid",
  // Internal errors and the system's own load
  1500: "platform-down",
  2200: "platform-down",
  5000: "platform-down",
  9499: "content-invalid",
  11232: "too-fast",
  11233: "too-fast",
  11238: "message-too-old-to-recall",
  11242: "chat-muted",
  11247: "too-fast",
  // The app
  10014: "app-disabled",
  10015: "app-secret-wrong",
};

/** Messages that the API is about, not content of ours: there the invalid parameter is the id. */
const aboutMessage: Codes = { 230001: "message-unknown", 99992402: "message-unknown" };

const recall: Codes = {
  ...aboutMessage,
  230009: "message-too-old-to-recall",
  230026: "not-bots-to-recall",
};

const sending: Codes = {
  11235: "bot-lacks-role",
  230015: "content-invalid",
  230017: "attachment-invalid",
  230018: "chat-muted",
  230019: "topic-unknown",
  230022: "content-refused",
  230025: "content-too-long",
  230028: "content-refused",
  230035: "chat-muted",
  230038: "chat-other-tenant",
  230055: "attachment-invalid",
  230075: "chat-encrypted",
  230099: "content-invalid",
};

const topNotice: Codes = { 232001: "content-invalid", 232014: "top-notice-for-admins-only" };

const reactions: Codes = {
  231001: "reaction-unknown",
  231002: "bot-not-in-chat",
  231003: "message-gone",
  231004: "chat-gone",
  231005: "topic-unknown",
  // "operator_id is invalid, retry or contact support": nothing that anybody in the chat can mend.
  231006: "platform-down",
  231007: "reaction-not-mine",
  231008: "message-invisible",
  231010: "reaction-not-mine",
  231011: "reaction-not-mine",
  231012: "content-invalid",
  231013: "token-rejected",
  231014: "content-invalid",
  231015: "in-progress",
  231017: "message-type-unsupported",
  231018: "message-invisible",
  231019: "reaction-refused",
  231020: "reaction-refused",
  231021: "chat-external",
  231022: "user-unavailable",
};

/** Codes that only one API uses, and numbers that mean something else there than anywhere else. */
const special: Readonly<Partial<Record<ApiName, Codes>>> = {
  "pin.create": aboutMessage,
  "pin.delete": aboutMessage,
  "pin.list": { 230001: "chat-unknown" },
  "message.delete": recall,
  "message.get": aboutMessage,
  "message.reply": {
    ...sending,
    230071: "topic-reply-unsupported",
    230072: "message-type-unsupported",
  },
  "message.create": {
    ...sending,
    230029: "user-unavailable",
    230034: "chat-unknown",
    230036: "chat-encrypted",
    230053: "user-unavailable",
  },
  "message.patch": {
    230025: "content-too-long",
    230028: "content-refused",
    230031: "answer-not-editable",
    230099: "content-invalid",
  },
  "reaction.create": reactions,
  "reaction.delete": { ...reactions, 231001: "reaction-not-mine" },
  "reaction.list": reactions,
  "top-notice.put": topNotice,
  "top-notice.delete": topNotice,
  "ephemeral.delete": { 18051: "message-gone" },
  "scope.list": { 212100: "app-disabled" },
};

/** The sub-codes that follow 230099 ("failed to create card") as `ErrCode: n` in its message. */
const cards: Codes = {
  11310: "content-invalid",
  100290: "user-unknown",
  200380: "content-invalid",
  200381: "content-invalid",
  200550: "content-invalid",
  200570: "attachment-invalid",
  200621: "content-invalid",
  200732: "content-invalid",
  200737: "content-invalid",
  200861: "content-invalid",
  200914: "content-invalid",
  200915: "content-invalid",
  300220: "attachment-invalid",
  300230: "attachment-invalid",
  300240: "attachment-invalid",
};

/** What each code means for a person, by where it may come from; `errors.ts` looks it up, a test walks it. */
export const errorTable = { anywhere, special, cards } as const;

/** The reason behind a code of an API, `unknown` when no table of the platform's documentation has it. */
export const reasonOf = (api: ApiName, code: number): ProblemReason =>
  special[api]?.[code] ?? anywhere[code] ?? "unknown";
