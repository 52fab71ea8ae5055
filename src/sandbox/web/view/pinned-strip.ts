import { html } from "htm/preact";
import type { VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { dayName } from "../model/clock-format.ts";
import { messageById, pins } from "../model/live-state.ts";
import { messagePreview } from "../model/message-preview.ts";
import { showMessage } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { icon } from "./icon.ts";
import { pinWords } from "./pin-words.ts";
import { previewWords } from "./preview-words.ts";

/** What is pinned in a column's chat, one line each, newest first; a press brings the message into view. */
export function pinnedStrip(place: ChatState): VNode | null {
  const pinned = pins.value.filter((pin) => pin.chat_id === place.chat_id);
  if (pinned.length === 0) return null;
  return html`<ul class="pinned-strip" data-testid="pinned-panel">
    ${pinned.map((pin) => {
      const message = messageById.value.get(pin.message_id);
      return html`<li key=${pin.message_id}>
        <button
          type="button"
          data-testid=${`pin-${pin.message_id}`}
          title=${pinWords(pin)}
          onClick=${() => showMessage(pin.message_id)}
        >
          ${icon("pin", 13)}
          <span>${message === undefined ? "" : messagePreview(message, previewWords())}</span>
          <small>
            ${
              pin.ends_at === null
                ? pin.operator_name
                : translate("pinUntil", { when: dayName(Number(pin.ends_at), "short") })
            }
          </small>
        </button>
      </li>`;
    })}
  </ul>`;
}
