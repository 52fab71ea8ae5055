import type { ChatId, MessageId, UserId } from "../../core/ids.ts";

/**
 * The only place where text becomes a WhatsApp id. What passes is harmless in a path, a query and a JSON body.
 * Message ids are made by the sending client: hexadecimal mostly, letters and digits always.
 */
const messagePattern = /^[0-9A-Za-z]{8,64}$/;
/** Groups are numbered; older ones are named after their founder and their birth. */
const groupPattern = /^\d{5,25}(?:-\d{5,15})?@g\.us$/;
/** A phone number, or an opaque id (LID) whose digits are no phone number; a device number may follow. */
const userPattern = /^(\d{3,20})(?::\d{1,5})?@(s\.whatsapp\.net|lid)$/;
/** Instance names stand in paths: nothing that could be a path of its own. */
const instancePattern = /^[0-9A-Za-z][0-9A-Za-z_.-]{0,99}$/;

export const messageId = (text: unknown): MessageId | undefined =>
  typeof text === "string" && messagePattern.test(text) ? (text as MessageId) : undefined;

export const groupId = (text: unknown): ChatId | undefined =>
  typeof text === "string" && groupPattern.test(text) ? (text as ChatId) : undefined;

/** A person, without the number of the device that they used. */
export const userId = (text: unknown): UserId | undefined => {
  const [, digits, server] = (typeof text === "string" && userPattern.exec(text)) || [];
  return digits === undefined ? undefined : (`${digits}@${server ?? ""}` as UserId);
};

/** A group, or the direct chat with a person, which has that person's id. */
export const chatId = (text: unknown): ChatId | undefined =>
  groupId(text) ?? (userId(text) as string | undefined as ChatId | undefined);

export const isGroup = (chat: ChatId): boolean => groupPattern.test(chat);

export const isInstanceName = (text: string): boolean => instancePattern.test(text);

/** The digits that a mention in text consists of. */
export const digitsOf = (user: UserId): string => user.slice(0, user.indexOf("@"));

export const isPhone = (user: UserId): boolean => user.endsWith("@s.whatsapp.net");
