import type { Sentence } from "../answers/sentences.ts";
import type { Powers } from "../command.ts";
import type { UserId } from "../ids.ts";
import type { Role } from "../permissions/roles.ts";
import type { ClickAnswer } from "../platform.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { Card } from "../store.ts";

/** One use of one control of a card, by somebody who was just found to be allowed to. */
export interface CardUse {
  readonly card: Card;
  /** Which control; anything, so whoever reads it checks it. */
  readonly control: string;
  /** What was chosen in a select; anything. */
  readonly option: string | undefined;
  readonly sender: UserId;
  readonly role: Role;
  readonly settings: ChatSettings;
  readonly powers: Powers;
}

/** What the clicker is shown, as facts: a short line, and the card as it shall be from now on. */
export interface CardAnswer {
  readonly toast?: {
    readonly tone: NonNullable<ClickAnswer["toast"]>["tone"];
    readonly sentence: Sentence;
  };
  readonly sentence?: Sentence;
}

/** What the controls of one kind of card do. */
export interface CardKind {
  readonly kind: string;
  /** The command that the clicker must be allowed to run at that moment; absent where the card is one person's alone. */
  readonly command?: string;
  use(use: CardUse): Promise<CardAnswer>;
}
