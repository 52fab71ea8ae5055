import { html } from "htm/preact";
import { h, type VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { shortMoment } from "../model/clock-format.ts";
import { chats, messagesOfChat } from "../model/live-state.ts";
import { messagePreview } from "../model/message-preview.ts";
import { chat, openChat } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { unreadCount } from "../model/unread.ts";
import { chatAvatar } from "./chat-avatar.ts";
import { platformDot } from "./platform-badge.ts";
import { previewWords } from "./preview-words.ts";

/** All chats, the one with the newest message first. */
export function ChatList(): VNode {
  const newestMs = (place: ChatState) =>
    Number(messagesOfChat.value.get(place.chat_id)?.at(-1)?.create_time ?? 0);
  const sorted = [...chats.value].sort((a, b) => newestMs(b) - newestMs(a));
  return html`<nav class="chat-list" data-testid="chat-list" aria-label=${translate("chats")}>
    <h2>${translate("chats")}</h2>
    <ul>
      ${sorted.map((place) =>
        h(ChatEntry, {
          key: place.chat_id,
          place,
          current: place.chat_id === chat.value?.chat_id,
        }),
      )}
    </ul>
  </nav>`;
}

function ChatEntry({ place, current }: { place: ChatState; current: boolean }): VNode {
  const list = messagesOfChat.value.get(place.chat_id) ?? [];
  const newest = list.at(-1);
  const unread = current ? 0 : unreadCount(place, list);
  const preview = newest === undefined ? "" : messagePreview(newest, previewWords());
  return html`<li>
    <button
      type="button"
      class="chat-entry"
      data-testid=${`chat-${place.chat_id}`}
      aria-current=${current ? "true" : undefined}
      onClick=${() => openChat(place.chat_id)}
    >
      <span class="chat-entry-avatar">${chatAvatar(place)}${platformDot(place.platform)}</span>
      <span class="chat-entry-top">
        <span class="chat-entry-name">${place.name}</span>
        ${place.external && html`<span class="badge badge-external">${translate("external")}</span>`}
        ${
          place.chat_mode === "topic" &&
          html`<span class="badge badge-quiet">${translate("topicGroup")}</span>`
        }
        <time>${newest === undefined ? "" : shortMoment(Number(newest.create_time))}</time>
      </span>
      <span class="chat-entry-bottom">
        <span class="chat-entry-preview">
          ${newest !== undefined && place.chat_mode !== "p2p" && `${newest.sender.name}: `}${preview}
        </span>
        ${
          unread > 0 &&
          html`<span class="unread" aria-label=${translate("unread", { count: unread })}
            >${unread > 99 ? "99+" : unread}</span
          >`
        }
      </span>
    </button>
  </li>`;
}
