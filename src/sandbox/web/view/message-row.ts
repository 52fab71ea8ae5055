import { html } from "htm/preact";
import { h, type VNode } from "preact";
import type { MessageState } from "../../state.ts";
import { clockTime, fullMoment } from "../model/clock-format.ts";
import { botIds, chatById, messageById, pinOfMessage } from "../model/live-state.ts";
import { readerIn } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";
import { MessageBody } from "./message-body.ts";
import { messageQuote } from "./message-quote.ts";
import { MessageToolbar } from "./message-toolbar.ts";
import { reactions } from "./reactions.ts";
import { roleName } from "./role-name.ts";

interface RowProps {
  readonly message: MessageState;
  /** Follows one of the same sender: without avatar and name. */
  readonly joined: boolean;
  /** The one message of the list whose buttons the Tab key reaches. */
  readonly active: boolean;
  /** A reply inside a thread: its quote would repeat what stands above it. */
  readonly inThread?: boolean;
}

/** One message. It reads signals, so it renders again only when its properties or those change. */
export function MessageRow({ message, joined, active, inThread = false }: RowProps): VNode {
  const own = message.sender.id === readerIn(message.chat_id)?.open_id;
  const atMs = Number(message.create_time);
  const row = {
    id: `m-${message.message_id}`,
    "data-testid": `message-${message.message_id}`,
    tabindex: active ? 0 : -1,
  };
  if (message.deleted) {
    const text = own
      ? translate("recalledByYou")
      : translate("recalled", { name: message.sender.name });
    return html`<article class="row-note" ...${row}>${text}</article>`;
  }
  const parent = message.parent_id === null ? undefined : messageById.value.get(message.parent_id);
  const pin = pinOfMessage.value.get(message.message_id);
  const isCard = message.msg_type === "interactive";
  return html`<article
    ...${row}
    class="row"
    data-own=${own}
    data-joined=${joined}
    data-pinned=${pin !== undefined}
    aria-label=${`${message.sender.name} ${clockTime(atMs)}`}
  >
    <span class="row-avatar">
      ${!joined && avatar({ id: message.sender.id, name: message.sender.name })}
    </span>
    <div class="row-stack">
      ${
        !joined &&
        html`<div class="row-meta">
          ${!own && html`<span class="row-name">${message.sender.name}</span>`} ${!own && senderTag(message)}
          <time title=${fullMoment(atMs)}>${clockTime(atMs)}</time>
        </div>`
      }
      <div class="row-line">
        <div class="bubble" data-card=${isCard}>
          ${parent !== undefined && !inThread && messageQuote(parent)}
          ${h(MessageBody, { message })} ${isEdited(message) && html`<span class="edited">(${translate("edited")})</span>`}
          ${reactions(message)}
        </div>
        ${h(MessageToolbar, { message, pinned: pin !== undefined, reachable: active })}
      </div>
      ${
        pin !== undefined &&
        html`<div class="pin-mark" title=${fullMoment(Number(pin.create_time))}>
          ${icon("pin", 13)} ${translate("pinnedBy", { name: pin.operator_name })}
        </div>`
      }
    </div>
  </article>`;
}

function senderTag(message: MessageState): VNode | null {
  if (botIds.value.has(message.sender.id)) {
    return html`<span class="badge badge-bot">${translate("bot")}</span>`;
  }
  const members = chatById.value.get(message.chat_id)?.members ?? [];
  const member = members.find(({ open_id }) => open_id === message.sender.id);
  if (member === undefined || member.role === "member") return null;
  return html`<span class=${`badge badge-${member.role}`}>${roleName(member.role)}</span>`;
}

function isEdited(message: MessageState): boolean {
  return message.msg_type !== "interactive" && message.update_time !== message.create_time;
}
