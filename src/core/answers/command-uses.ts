import type { HelpKey } from "./sentences.ts";

/** How one language writes each command: its form, and a line that can be sent as it is. */
export type CommandUses = Readonly<
  Record<HelpKey, { readonly usage: string; readonly example: string }>
>;
