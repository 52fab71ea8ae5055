import { z } from "zod";

const id = z.string().min(1).max(128);
const at = { message_id: id, open_id: id };
const role = z.enum(["admin", "member"]);

/** What somebody types on a platform beside Feishu; mentions are written `<at user_id="…"></at>`. */
export const handSaying = z.strictObject({
  chat_id: id,
  open_id: id,
  text: z.string().min(1).max(60_000),
  parent_id: id.optional(),
});

/** What people do by hand on a platform beside Feishu: the part of Feishu's actions that means something there. */
export const handAct = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("pin"), ...at }),
  z.strictObject({ action: z.literal("unpin"), ...at }),
  z.strictObject({ action: z.literal("recall"), ...at }),
  z.strictObject({ action: z.literal("set_role"), chat_id: id, open_id: id, role }),
  z.strictObject({ action: z.literal("add_bot"), chat_id: id }),
  z.strictObject({ action: z.literal("remove_bot"), chat_id: id }),
  z.strictObject({ action: z.literal("set_bot_role"), chat_id: id, role }),
]);

export type HandSaying = z.output<typeof handSaying>;
export type HandAct = z.output<typeof handAct>;
/** Those that are done to one message. */
export type MessageAct = Extract<HandAct, { readonly message_id: string }>;
/** Those that are done to a chat. */
export type ChatAct = Exclude<HandAct, MessageAct>;
