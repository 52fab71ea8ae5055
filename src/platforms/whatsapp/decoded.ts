import type { ChatEvent } from "../../core/events.ts";
import type { UserId } from "../../core/ids.ts";
import type { Names } from "./names.ts";
import type { People } from "./people.ts";

/** What a delivery means. */
export type Decoded =
  | {
      readonly kind: "event";
      readonly event: ChatEvent;
      /** By which a repeated delivery is known; absent where repeating does no harm. */
      readonly once?: string;
    }
  | { readonly kind: "link"; readonly connected: boolean; readonly state: string }
  | {
      readonly kind: "ignored";
      readonly why: "own" | "edit" | "not-a-chat" | "no-sender" | "unknown-event";
    }
  | { readonly kind: "junk"; readonly why: string };

/** What decoding needs to know, and what it adds to. */
export interface DecodingContext {
  /** The bot's own ids; none until the gateway told them. */
  readonly self: readonly UserId[];
  readonly people: People;
  readonly names: Names;
}

export const ignored = (why: Extract<Decoded, { kind: "ignored" }>["why"]): Decoded => ({
  kind: "ignored",
  why,
});

export const junk = (why: string): Decoded => ({ kind: "junk", why });
