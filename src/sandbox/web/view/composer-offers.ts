import { html } from "htm/preact";
import type { ComponentChild, VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { commandHints } from "../model/commands.ts";
import { replyTargetIn } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { mentionQuery, type PickedMention } from "../model/typed-mentions.ts";
import { avatar } from "./avatar.ts";
import { mentionCandidates } from "./mention-candidates.ts";
import { picker } from "./picker.ts";

/** What the composer offers to complete the text with. */
export interface Offer {
  readonly kind: "mention" | "command";
  /** Where the text begins that a choice replaces; it ends at the caret. */
  readonly start: number;
  readonly choices: readonly Choice[];
}

interface Choice {
  readonly key: string;
  readonly insert: string;
  readonly mention: PickedMention | null;
  readonly view: ComponentChild;
}

/** People after an `@`, commands after a `/` at the beginning, else nothing. */
export function offersFor(at: { chat: ChatState; text: string; caret: number }): Offer | null {
  const query = mentionQuery(at.text, at.caret);
  if (query !== null) {
    const people = mentionCandidates(at.chat, query.query);
    if (people.length === 0) return null;
    return { kind: "mention", start: query.start, choices: people.map(personChoice) };
  }
  const hints = at.caret === at.text.length ? commandHints(at.text) : [];
  if (hints.length === 0) return null;
  return {
    kind: "command",
    start: at.text.search(/[/／][^/／]*$/),
    choices: hints.map((hint) => ({
      key: hint.name,
      insert: hint.name,
      mention: null,
      view: html`<code class="command-name">${hint.name}</code>
        <span class="command-meaning">${hint.meaning}</span>`,
    })),
  };
}

function personChoice(person: PickedMention): Choice {
  return {
    key: person.id,
    insert: `@${person.name}`,
    mention: person,
    view: html`${avatar({ id: person.id, name: person.id === "all" ? "@" : person.name, size: 24 })}
      <span class="menu-item-name">${person.name}</span>`,
  };
}

/** The id of the list of choices above a chat's composer. */
export function pickerId(chatId: string): string {
  return `composer-picker-${chatId}`;
}

/** Shows an offer above the composer. */
export function composerPicker(shown: {
  readonly chatId: string;
  readonly offer: Offer;
  /** Index of the highlighted choice; -1 for none. */
  readonly at: number;
  readonly onPick: (index: number) => void;
}): VNode {
  const { offer, at, onPick } = shown;
  const note = translate(replyTargetIn(shown.chatId) === null ? "commandHint" : "commandTarget");
  return picker({
    id: pickerId(shown.chatId),
    label: translate(offer.kind === "mention" ? "mention" : "insertCommand"),
    items: offer.choices.map((choice) => ({
      key: choice.key,
      view: choice.view,
      testId: `offer-${choice.key}`,
    })),
    at,
    ...(offer.kind === "command" ? { note } : {}),
    onPick,
  });
}
