import { createHash, randomBytes } from "node:crypto";

/** What ids of the platform begin with. */
export type IdPrefix = "om" | "omt" | "oc" | "ou" | "on" | "cli";

/** A fresh random hex string of so many bytes. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

/** The same id for the same name, always: for the ready-made groups. */
export function stableId(prefix: IdPrefix, name: string): string {
  const digest = createHash("sha256").update(`${prefix}:${name}`).digest("hex");
  return `${prefix}_${digest.slice(0, prefix === "cli" ? 16 : 32)}`;
}

/** Whether a string is a message id in form; anything else never reaches a look-up. */
export function isMessageId(value: string): boolean {
  return /^om_[0-9a-zA-Z_-]{1,64}$/.test(value);
}

/** Whether a string is a chat id in form. */
export function isChatId(value: string): boolean {
  return /^oc_[0-9a-zA-Z_-]{1,64}$/.test(value);
}
