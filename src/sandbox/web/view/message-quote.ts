import { html } from "htm/preact";
import type { VNode } from "preact";
import type { MessageState } from "../../state.ts";
import { messagePreview } from "../model/message-preview.ts";
import { showMessage } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { previewWords } from "./preview-words.ts";

/** The message that a reply answers, in one line; a press brings it into view. */
export function messageQuote(parent: MessageState): VNode {
  return html`<button
    type="button"
    class="quote"
    tabindex="-1"
    onClick=${() => showMessage(parent.message_id)}
  >
    <span>${translate("replyTo", { name: parent.sender.name })}: </span>${messagePreview(
      parent,
      previewWords(),
    )}
  </button>`;
}
