import type { CommandUses } from "../core/answers/command-uses.ts";
import type { Catalogues } from "../core/answers/replies.ts";
import type { Language } from "../core/invocation.ts";
import { enUS } from "./en-US.ts";
import { enUSUses } from "./en-US-uses.ts";
import { zhCN } from "./zh-CN.ts";
import { zhCNUses } from "./zh-CN-uses.ts";

/** Every sentence the bot can say, in every language it speaks. */
export const catalogues: Catalogues = { "zh-CN": zhCN, "en-US": enUS };

/** How each command is written, in every language. */
export const commandUses: Readonly<Record<Language, CommandUses>> = {
  "zh-CN": zhCNUses,
  "en-US": enUSUses,
};
