import { randomBytes, randomInt } from "node:crypto";

/** As WhatsApp Web makes them. */
export const newMessageId = (): string => `3EB0${randomBytes(9).toString("hex").toUpperCase()}`;

const digits = (count: number): string =>
  Array.from({ length: count }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join("");

export const newPhoneJid = (): string => `55119${digits(8)}@s.whatsapp.net`;
export const newLid = (): string => `${digits(15)}@lid`;
export const newGroupJid = (): string => `120363${digits(12)}@g.us`;

export const digitsOf = (jid: string): string => jid.slice(0, jid.indexOf("@"));
