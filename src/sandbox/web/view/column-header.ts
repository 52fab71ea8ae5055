import { html } from "htm/preact";
import { h, type VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { chatsOf, openInColumn } from "../model/columns.ts";
import { translate } from "../model/translate.ts";
import { chatAvatar } from "./chat-avatar.ts";
import { chatChips } from "./chat-chips.ts";
import { icon } from "./icon.ts";
import { IdentitySwitch } from "./identity-switch.ts";
import { platformDot } from "./platform-badge.ts";

/** Above a column: which chat of the platform it shows, how that is set, and who the reader is in it. */
export function ColumnHeader({ place }: { place: ChatState }): VNode {
  const all = chatsOf(place.platform);
  return html`<header class="column-header">
    <span class="chat-entry-avatar">${chatAvatar(place, 36)}${platformDot(place.platform)}</span>
    ${all.length === 1 ? html`<h1>${place.name}</h1>` : chatChoice(place, all)}
    ${h(IdentitySwitch, { place })} ${chatChips(place)}
  </header>`;
}

function chatChoice(place: ChatState, all: readonly ChatState[]): VNode {
  return html`<h1 class="column-choice">
    <select
      aria-label=${translate("chats")}
      value=${place.chat_id}
      onChange=${(event: Event) => {
        const element = event.currentTarget;
        if (!(element instanceof HTMLSelectElement)) return;
        const next = all.find(({ chat_id }) => chat_id === element.value);
        if (next !== undefined) openInColumn(next);
      }}
    >
      ${all.map(({ chat_id, name }) => html`<option key=${chat_id} value=${chat_id}>${name}</option>`)}
    </select>
    ${icon("down", 13)}
  </h1>`;
}
