import { type Answer, success } from "../answer.ts";
import { type Actor, isManager } from "../world/chat.ts";
import { preparePost, prepareText } from "../world/content.ts";
import { handIn, unable } from "../world/hand-acts.ts";
import { isJsonObject, parseJsonObject } from "../world/json.ts";
import { isSystemMessage, type Message } from "../world/message.ts";
import { postMessage } from "../world/messages.ts";
import type { World } from "../world/world.ts";
import type { SayBody } from "./bodies.ts";

type Prepared = { readonly content: string; readonly mentions: Message["mentions"] };

/** Content written by hand: rich text with or without locale wrapper; other types as they are. */
function prepared(world: World, body: SayBody): Prepared | null {
  if (body.content === undefined) return prepareText(world, body.text ?? "");
  const parsed = parseJsonObject(body.content);
  if (body.msg_type === "post") {
    const wrapped = parsed?.zh_cn ?? parsed?.en_us ?? parsed;
    return isJsonObject(wrapped) ? preparePost(world, wrapped) : null;
  }
  if ((body.msg_type ?? "text") === "text") {
    return typeof parsed?.text === "string" ? prepareText(world, parsed.text) : null;
  }
  return { content: body.content, mentions: [] };
}

/** A person says something, if the platform would let them; the answer's data is `{message_id}`. */
export function say(world: World, body: SayBody): Answer {
  const hand = handIn(world, body.chat_id, body.open_id);
  if ("code" in hand) return hand;
  const { chat } = hand;
  const sender: Actor = { kind: "user", openId: body.open_id };
  if (chat.moderationPermission === "only_owner" && !isManager(chat, sender)) {
    return unable("only the owner and admins may speak in this chat");
  }
  const parent = body.parent_id === undefined ? null : world.messages.get(body.parent_id);
  if (parent === undefined || (parent !== null && parent.chatId !== chat.chatId)) {
    return unable("the message replied to is not in this chat");
  }
  if (parent?.deleted === true) return unable("the message replied to has been recalled");
  if (parent !== null && isSystemMessage(parent)) return unable("nobody can reply to that");
  const ready = prepared(world, body);
  if (ready === null) return unable("the content does not fit msg_type");
  const message = postMessage(world, {
    chat,
    sender,
    msgType: body.msg_type ?? "text",
    ...ready,
    parent,
    replyInThread: body.reply_in_thread ?? false,
  });
  return success({ message_id: message.messageId });
}
