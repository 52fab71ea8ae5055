import { html } from "htm/preact";
import { h, type VNode } from "preact";
import { columnsShown } from "../model/columns.ts";
import { link, loaded } from "../model/live-state.ts";
import { chat, listShown } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { ChatHeader } from "./chat-header.ts";
import { ChatList } from "./chat-list.ts";
import { Composer } from "./composer.ts";
import { HappenedDrawer } from "./happened-drawer.ts";
import { MessageList } from "./message-list.ts";
import { SideBySide } from "./side-by-side.ts";
import { SidePanel } from "./side-panel.ts";
import { ToastStack } from "./toast-stack.ts";
import { TopBar } from "./top-bar.ts";

/** The whole page. */
export function Page(): VNode {
  const open = chat.value;
  return html`<div class="page" data-view=${listShown.value ? "list" : "chat"}>
    ${h(TopBar, null)}
    ${link.value === "lost" && html`<p class="link-lost" role="alert">${translate("linkLost")}</p>`}
    <div class="columns" data-side-by-side=${columnsShown.value}>
      ${!columnsShown.value && h(ChatList, null)}
      <div class="workspace">
        ${
          columnsShown.value
            ? h(SideBySide, null)
            : open === null
              ? html`<main class="chat"><p class="log-empty">${loaded.value ? translate("noMessages") : translate("loading")}</p></main>`
              : html`<div class="chat-and-panel">
                <main class="chat">
                  ${h(ChatHeader, { chat: open })}
                  ${h(MessageList, { key: open.chat_id, chat: open })}
                  ${h(Composer, { key: `composer-${open.chat_id}`, chat: open })}
                </main>
                ${h(SidePanel, { chat: open })}
              </div>`
        }
        ${h(HappenedDrawer, null)}
      </div>
    </div>
    ${h(ToastStack, null)}
  </div>`;
}
