import { html } from "htm/preact";
import type { VNode } from "preact";
import type { MessageState } from "../../state.ts";
import { act } from "../model/control-api.ts";
import { emojiGlyph } from "../model/emoji.ts";
import { readerIn } from "../model/selection.ts";
import { translate } from "../model/translate.ts";

const namesShown = 3;

/** The reactions of a message as chips with the names; a press adds or takes away one's own. */
export function reactions(message: MessageState): VNode | null {
  if (message.reactions.length === 0) return null;
  const groups = Map.groupBy(message.reactions, (reaction) => reaction.emoji_type);
  const separator = translate("listSeparator");
  return html`<div class="reactions">
    ${[...groups].map(([emojiType, group]) => {
      const names = group.map((reaction) => reaction.operator_name);
      const mine = group.some(
        (reaction) => reaction.operator_id === readerIn(message.chat_id)?.open_id,
      );
      const shown = names.slice(0, namesShown).join(separator);
      const more = names.length > namesShown ? ` +${names.length - namesShown}` : "";
      return html`<button
        key=${emojiType}
        type="button"
        class="reaction"
        data-testid=${`reaction-${emojiType}`}
        aria-pressed=${mine}
        aria-label=${`${emojiType}: ${names.join(separator)}`}
        title=${names.join(separator)}
        onClick=${() => react(message, emojiType, mine)}
      >
        <span class="reaction-glyph">${emojiGlyph(emojiType)}</span>
        <span class="reaction-names">${shown}${more}</span>
      </button>`;
    })}
  </div>`;
}

/** Adds or takes away the reader's own reaction. */
export function react(message: MessageState, emojiType: string, already: boolean): void {
  const person = readerIn(message.chat_id);
  if (person === null) return;
  void act({
    action: already ? "unreact" : "react",
    message_id: message.message_id,
    open_id: person.open_id,
    emoji_type: emojiType,
  });
}
