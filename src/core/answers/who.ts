import type { UserId } from "../ids.ts";

/**
 * Who did something, as far as it can be shown. With an id they are told that they were named, where a sentence
 * concerns them; lists and refusals name without telling.
 */
export type Who =
  | { readonly kind: "person"; readonly name: string; readonly id?: UserId }
  | { readonly kind: "someone" }
  | { readonly kind: "bot" };
