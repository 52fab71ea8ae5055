import { html } from "htm/preact";
import { type ComponentChild, h } from "preact";
import { useMemo } from "preact/hooks";
import type { MessageState } from "../../state.ts";
import { CardView } from "../card/card-view.ts";
import { inlineSegments } from "../model/inline-text.ts";
import { asObject, asText, parseJson } from "../model/json-view.ts";
import { translate } from "../model/translate.ts";
import { postView } from "./post-view.ts";
import { segmentsView } from "./segments.ts";

/** The content of a message by its kind. */
export function MessageBody({ message }: { message: MessageState }): ComponentChild {
  const content = useMemo(() => parseJson(message.content), [message.content]);
  switch (message.msg_type) {
    case "text":
      return html`<div class="text">
        ${segmentsView(inlineSegments(asText(asObject(content).text), message.mentions))}
      </div>`;
    case "post":
      return postView(content, message.mentions);
    case "interactive":
      return h(CardView, { card: content, messageId: message.message_id });
    default:
      return html`<div class="text unsupported">
        ${translate("unsupported", { kind: message.msg_type })}
      </div>`;
  }
}
