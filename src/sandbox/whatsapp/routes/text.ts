import { z } from "zod";
import { failure, success } from "../answer.ts";
import { decisions } from "../decisions.ts";
import { messageEvent } from "../events.ts";
import type { Gateway } from "../gateway.ts";
import { withBody } from "../route.ts";
import { digitsOf } from "../world/ids.ts";

/** The chat that a number, a JID or a LID stands for; nothing when WhatsApp knows none such. */
const receiverOf = ({ world }: Gateway, number: string): string | undefined => {
  if (number.endsWith("@g.us")) {
    return world.groups.get(number)?.participants.has(world.self.jid) === true ? number : undefined;
  }
  return world.person(number.includes("@") ? number : `${number}@s.whatsapp.net`)?.jid;
};

/** A phone number, or a full id; digits of a LID alone would be taken for a phone number. */
const mentionPattern = /^\d{3,20}(?:@s\.whatsapp\.net|@lid)?$/;

/** Who is shown as mentioned: people in the chat whose digits the text has too; the list alone notifies silently. */
const mentionedIn = (
  { world }: Gateway,
  chat: string,
  { message, mention }: { readonly message: string; readonly mention: readonly string[] },
): readonly string[] =>
  mention
    .map((listed) => (listed.includes("@") ? listed : `${listed}@s.whatsapp.net`))
    .filter((id) => {
      const person = world.person(id);
      const group = world.groups.get(chat);
      const isHere = person !== undefined && (group?.participants.has(person.jid) ?? true);
      return isHere && new RegExp(`@${digitsOf(id)}(?!\\d)`).test(message);
    });

/** `POST /api/message/text/:instance`. Source: RyzeAPI docs, messages/text. */
export const text = withBody({
  method: "POST",
  path: "message/text",
  body: z.object({
    number: z.string().default(""),
    message: z.string().default(""),
    delay: z.number().min(0).optional(),
    linkPreview: z.boolean().optional(),
    replyTo: z.string().optional(),
    replyPrivate: z.boolean().default(false),
    mention: z.array(z.string()).default([]),
    mentionAll: z.boolean().default(false),
    source: z.string().optional(),
  }),
  answer: (gateway, body) => {
    const { world, webhooks, layout, changed } = gateway;
    if (body.number === "") return failure(400, decisions.missingNumber);
    if (body.message === "") return failure(400, decisions.missingMessage);
    if (world.state !== "connected") return failure(503, "WhatsApp client is not connected");
    if (!body.mention.every((id) => mentionPattern.test(id))) {
      return failure(400, decisions.malformedMention);
    }
    const original = body.replyTo === undefined ? undefined : world.messages.get(body.replyTo);
    if (body.replyTo !== undefined && original?.known !== true) {
      return failure(decisions.unknownReplyStatus, `message with ID ${body.replyTo} not found`);
    }
    const chat =
      body.replyPrivate && original !== undefined
        ? original.from
        : receiverOf(gateway, body.number);
    if (chat === undefined) {
      return failure(404, "Group not found or you are not a member of this group");
    }
    const message = world.addMessage({
      chat,
      from: world.self.jid,
      fromMe: true,
      text: body.message,
      ...(body.replyTo === undefined ? {} : { replyTo: body.replyTo }),
      mentions: mentionedIn(gateway, chat, body),
      mentionAll: body.mentionAll,
      known: true,
    });
    webhooks.publish(messageEvent(world, message, layout), layout.copies);
    changed();
    return success({
      message: "Message sent successfully",
      status: "sent",
      data: {
        messageId: message.id,
        direction: "outgoing",
        timestamp: new Date(message.atMs).toISOString(),
        chat: { jid: chat },
      },
    });
  },
});
