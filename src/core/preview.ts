import type { Argument } from "./invocation.ts";
import { normal } from "./text/typed.ts";

/**
 * Whether a word asks only to be told what would be done. Keyboards make one dash of two, and Chinese ones two long
 * dashes or full-width ones.
 */
export const isPreview = (argument: Argument): boolean =>
  argument.kind === "word" && /^[-—–]{1,2}preview$/.test(normal(argument.text));
