import { html } from "htm/preact";
import { h, type VNode } from "preact";
import type { MessageState } from "../../state.ts";
import { translate } from "../model/translate.ts";
import { MessageRow } from "./message-row.ts";

interface ThreadProps {
  readonly root: MessageState;
  readonly replies: readonly MessageState[];
  readonly activeId: string;
}

/** A topic: the message that opened it, with its replies below. */
export function threadBlock({ root, replies, activeId }: ThreadProps): VNode {
  const count = replies.length;
  return html`<section key=${root.message_id} class="thread">
    ${h(MessageRow, { message: root, joined: false, active: activeId === root.message_id })}
    ${
      count > 0 &&
      html`<div class="thread-replies">
        <p class="thread-count">${count === 1 ? translate("oneReply") : translate("replies", { count })}</p>
        ${replies.map((reply) =>
          h(MessageRow, {
            key: reply.message_id,
            message: reply,
            joined: false,
            active: activeId === reply.message_id,
            inThread: reply.parent_id === root.message_id,
          }),
        )}
      </div>`
    }
  </section>`;
}
