import { html } from "htm/preact";
import type { VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { sidePanelOpen } from "../model/panels.ts";
import { listShown } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { chatAvatar } from "./chat-avatar.ts";
import { chatChips } from "./chat-chips.ts";
import { iconButton } from "./icon-button.ts";
import { platformBadge } from "./platform-badge.ts";

/** Name, size and state of the open chat. */
export function ChatHeader({ chat }: { chat: ChatState }): VNode {
  const open = sidePanelOpen.value;
  return html`<header class="chat-header">
    ${iconButton({
      name: "back",
      label: translate("backToChats"),
      className: "phone-only",
      testId: "back",
      onClick: () => {
        listShown.value = true;
      },
    })}
    <span class="chat-header-avatar">${chatAvatar(chat, 40)}</span>
    <div class="chat-header-text">
      <div class="chat-header-title">
        <h1>${chat.name}</h1>
        ${platformBadge(chat.platform)}
        <span class="chat-header-count">${translate("memberCount", { count: chat.members.length })}</span>
      </div>
      ${chatChips(chat)}
    </div>
    ${iconButton({
      name: "panel",
      label: translate("groupInfo"),
      testId: "side-panel-toggle",
      pressed: open,
      size: 20,
      onClick: () => {
        sidePanelOpen.value = !open;
      },
    })}
  </header>`;
}
