import { z } from "zod";

const chatId = z.string().regex(/^oc_[0-9a-zA-Z_-]{1,64}$/, "expected a chat id, oc_…");
const openId = z.string().regex(/^ou_[0-9a-zA-Z_-]{1,64}$/, "expected an open id, ou_…");
const messageId = z.string().regex(/^om_[0-9a-zA-Z_-]{1,64}$/, "expected a message id, om_…");
const role = z.enum(["owner", "admin", "member"]);
const permission = z.enum(["all_members", "only_owner"]);
const name = z.string().trim().min(1).max(60);
/** Who does it by hand; the group's owner (or whoever ranks highest) when left out. */
const operator = { operator_id: openId.optional() };

/** `POST /sandbox/messages`: a person says something. `content` (the platform's JSON string) wins over `text`. */
export const sayBody = z
  .strictObject({
    chat_id: chatId,
    open_id: openId,
    text: z.string().max(150_000).optional(),
    parent_id: messageId.optional(),
    /** Opens a thread on the parent in an ordinary group; replies inside threads stay there anyway. */
    reply_in_thread: z.boolean().optional(),
    msg_type: z.string().max(40).optional(),
    content: z.string().max(150_000).optional(),
  })
  .refine((body) => body.text !== undefined || body.content !== undefined, {
    message: "text or content is needed",
    path: ["text"],
  });

/** `POST /sandbox/clicks`: a person uses a component of a card. `value` is the component's own value. */
export const clickBody = z.strictObject({
  message_id: messageId,
  open_id: openId,
  value: z.unknown().optional(),
  form_value: z.record(z.string(), z.unknown()).optional(),
  option: z.string().optional(),
  options: z.array(z.string()).optional(),
  input_value: z.string().optional(),
  checked: z.boolean().optional(),
  tag: z.string().max(40).optional(),
  name: z.string().max(100).optional(),
});

const member = z.strictObject({ open_id: openId, role: role.default("member") });

/** `POST /sandbox/actions`: what people do by hand, and what an administrator switches. */
export const actionBody = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("pin"), message_id: messageId, open_id: openId }),
  z.strictObject({ action: z.literal("unpin"), message_id: messageId, open_id: openId }),
  z.strictObject({ action: z.literal("recall"), message_id: messageId, open_id: openId }),
  z.strictObject({
    action: z.literal("edit"),
    message_id: messageId,
    open_id: openId,
    text: z.string().min(1).max(150_000),
  }),
  z.strictObject({
    action: z.literal("react"),
    message_id: messageId,
    open_id: openId,
    emoji_type: z.string().max(60),
  }),
  z.strictObject({
    action: z.literal("unreact"),
    message_id: messageId,
    open_id: openId,
    emoji_type: z.string().max(60),
  }),
  z.strictObject({
    action: z.literal("set_role"),
    chat_id: chatId,
    open_id: openId,
    role,
    ...operator,
  }),
  z.strictObject({ action: z.literal("set_bot_role"), chat_id: chatId, role, ...operator }),
  z.strictObject({
    action: z.literal("add_member"),
    chat_id: chatId,
    open_id: openId,
    ...operator,
  }),
  z.strictObject({
    action: z.literal("remove_member"),
    chat_id: chatId,
    open_id: openId,
    ...operator,
  }),
  z.strictObject({ action: z.literal("add_bot"), chat_id: chatId, ...operator }),
  z.strictObject({ action: z.literal("remove_bot"), chat_id: chatId, ...operator }),
  z.strictObject({
    action: z.literal("dissolve"),
    chat_id: chatId,
    /** Keeping the history for members, as the client offers; the platform sends no event then. */
    keep_history: z.boolean().default(false),
    ...operator,
  }),
  z.strictObject({
    action: z.literal("set_chat"),
    chat_id: chatId,
    name: name.optional(),
    description: z.string().max(100).optional(),
    pin_permission: permission.optional(),
    moderation_permission: permission.optional(),
    external: z.boolean().optional(),
    ...operator,
  }),
  z.strictObject({
    action: z.literal("set_scope"),
    name: z.string().max(100),
    granted: z.boolean(),
  }),
  z.strictObject({
    action: z.literal("new_chat"),
    name,
    description: z.string().max(100).default(""),
    chat_mode: z.enum(["group", "topic", "p2p"]).default("group"),
    group_message_type: z.enum(["chat", "thread"]).default("chat"),
    external: z.boolean().default(false),
    pin_permission: permission.default("all_members"),
    moderation_permission: permission.default("all_members"),
    members: z.array(member).min(1).max(200),
    bot_role: role.nullable().default("member"),
    /** Whether the bot created the group, which gives it rights of its own. */
    created_by_bot: z.boolean().default(false),
  }),
  z.strictObject({
    action: z.literal("new_user"),
    name,
    color: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/)
      .optional(),
  }),
  z.strictObject({ action: z.literal("set_recall_window"), window_ms: z.int().min(0) }),
  z.strictObject({
    action: z.literal("set_subscription"),
    mode: z.literal(["websocket", "webhook"]),
    /** Webhook only; a loopback address. */
    url: z.url().optional(),
    encrypt_key: z.string().min(1).optional(),
    verification_token: z.string().min(1).optional(),
  }),
]);

/** Which calls a fault hits: every one when nothing is said; `path` matches anywhere in the path, `count` defaults to "until cleared". */
const where = {
  path: z.string().min(1).optional(),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  count: z.int().min(1).optional(),
};

/** `POST /sandbox/faults`: what goes wrong from now on. */
export const faultBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("delay"), ms: z.int().min(0).max(120_000), ...where }),
  z.strictObject({
    kind: z.literal("error"),
    code: z.int(),
    status: z.int().min(200).max(599).optional(),
    msg: z.string().optional(),
    /** Put under `data`, for clients that look there even in failures. */
    data: z.unknown().optional(),
    after_effect: z.boolean().default(false),
    ...where,
  }),
  z.strictObject({ kind: z.literal("reset"), after_effect: z.boolean().default(false), ...where }),
  z.strictObject({ kind: z.literal("truncate"), ...where }),
  z.strictObject({
    kind: z.literal("http500"),
    after_effect: z.boolean().default(false),
    ...where,
  }),
  /** Cuts every long connection now. */
  z.strictObject({ kind: z.literal("drop_link") }),
  /** Refuses the WebSocket handshake. */
  z.strictObject({ kind: z.literal("refuse_link"), count: z.int().min(1).optional() }),
  /** Leaves connections open and answers nothing on them, like a dead network path. */
  z.strictObject({ kind: z.literal("freeze_link") }),
  z.strictObject({ kind: z.literal("expire_token") }),
  /** The bootstrap endpoint answers 1000040345. */
  z.strictObject({ kind: z.literal("system_busy"), count: z.int().min(1).optional() }),
  /** Delivers each following event this many extra times. */
  z.strictObject({ kind: z.literal("duplicate_events"), times: z.int().min(1).max(20) }),
  /** Splits long-connection payloads into parts of this size, optionally sent out of order. */
  z.strictObject({
    kind: z.literal("split_frames"),
    part_bytes: z.int().min(1),
    out_of_order: z.boolean().default(false),
  }),
  /** Sends card callbacks as frames of type `card`, which the Node SDK ignores. */
  z.strictObject({ kind: z.literal("card_frames") }),
  z.strictObject({ kind: z.literal("clear") }),
]);

/** Bodies as callers write them, defaults left out. */
export type SayBody = z.input<typeof sayBody>;
export type ClickBody = z.input<typeof clickBody>;
export type ActionBody = z.input<typeof actionBody>;
export type FaultBody = z.input<typeof faultBody>;
/** Bodies with their defaults filled in. */
export type Action = z.output<typeof actionBody>;
export type Fault = z.output<typeof faultBody>;
