import { html } from "htm/preact";
import type { VNode } from "preact";
import type { PinState } from "../../state.ts";
import { messageById } from "../model/live-state.ts";
import { messagePreview } from "../model/message-preview.ts";
import { sidePanelOpen } from "../model/panels.ts";
import { showMessage } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";
import { pinWords } from "./pin-words.ts";
import { previewWords } from "./preview-words.ts";

/** What is pinned in the chat, by whom and when; a press brings the message into view. */
export function PinnedPanel({ pinned }: { pinned: readonly PinState[] }): VNode {
  return html`<ul class="pinned" data-testid="pinned-panel">
    ${pinned.length === 0 && html`<li class="panel-empty">${translate("noPins")}</li>`}
    ${pinned.map((pin) => html`<li key=${pin.message_id}>${pinEntry(pin)}</li>`)}
  </ul>`;
}

function pinEntry(pin: PinState): VNode {
  const message = messageById.value.get(pin.message_id);
  return html`<button
    type="button"
    class="pin-entry"
    data-testid=${`pin-${pin.message_id}`}
    onClick=${() => {
      if (matchMedia("(max-width: 1119px)").matches) sidePanelOpen.value = false;
      showMessage(pin.message_id);
    }}
  >
    ${
      message !== undefined &&
      html`<span class="pin-entry-from">
          ${avatar({ id: message.sender.id, name: message.sender.name, size: 22 })}
          ${message.sender.name}
        </span>
        <span class="pin-entry-text">${messagePreview(message, previewWords())}</span>`
    }
    <span class="pin-entry-who">
      ${icon("pin", 12)}
      ${pinWords(pin)}
    </span>
  </button>`;
}
