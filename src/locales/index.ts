import type { Catalogues } from "../core/answers/replies.ts";
import { enUS } from "./en-US.ts";
import { zhCN } from "./zh-CN.ts";

/** Every sentence the bot can say, in every language it speaks. */
export const catalogues: Catalogues = { "zh-CN": zhCN, "en-US": enUS };
