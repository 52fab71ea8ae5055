import { html } from "htm/preact";
import type { VNode } from "preact";
import type { MessageState } from "../../state.ts";
import { messagePreview } from "../model/message-preview.ts";
import { setReplyTarget } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { iconButton } from "./icon-button.ts";
import { previewWords } from "./preview-words.ts";

/** Above the composer: which message is being answered. */
export function replyBar(target: MessageState): VNode {
  return html`<div class="reply-bar" data-testid="reply-bar">
    <span class="reply-bar-text">
      <b>${translate("replyTo", { name: target.sender.name })}</b>
      ${messagePreview(target, previewWords())}
    </span>
    ${iconButton({
      name: "close",
      label: translate("cancelReply"),
      testId: "cancel-reply",
      size: 14,
      onClick: () => {
        setReplyTarget(target.chat_id, null);
      },
    })}
  </div>`;
}
