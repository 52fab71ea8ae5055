import { createHash } from "node:crypto";

/** Within this time the platform itself refuses a second send with the same key (Feishu: one hour). */
export const keysHoldMs = 55 * 60_000;

/**
 * The key that makes a repeated send the same send: at most one succeeds. The same command and purpose always
 * give the same key. 40 characters; Feishu allows 50.
 */
export const sendKey = (command: string, purpose: string): string =>
  createHash("sha1").update(`${command}\n${purpose}`).digest("hex");
