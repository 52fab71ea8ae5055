import type { ConfigurableCommand } from "../../src/config/schema.ts";

/** A list that does not change when a command is added: what the tests of reading count on. */
export const commands: readonly ConfigurableCommand[] = [
  { name: "pin", role: "admin" },
  { name: "unpin", role: "admin" },
  { name: "pins", role: "member" },
  { name: "recall", role: "moderator", authorMay: true },
  { name: "help", role: "member" },
  { name: "unknown", role: "member", internal: true },
];
