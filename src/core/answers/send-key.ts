import { createHash } from "node:crypto";

/**
 * The key that makes a repeated send the same send: at most one succeeds. The same command and purpose always
 * give the same key. 40 characters; Feishu allows 50.
 */
export const sendKey = (command: string, purpose: string): string =>
  createHash("sha1").update(`${command}\n${purpose}`).digest("hex");
