import { html } from "htm/preact";
import { type ComponentChildren, h, type VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { pins } from "../model/live-state.ts";
import { sidePanelOpen } from "../model/panels.ts";
import { translate } from "../model/translate.ts";
import { type IconName, icon } from "./icon.ts";
import { iconButton } from "./icon-button.ts";
import { MembersPanel } from "./members-panel.ts";
import { PinnedPanel } from "./pinned-panel.ts";
import { ScopesPanel } from "./scopes-panel.ts";
import { SettingsPanel } from "./settings-panel.ts";

/** Beside the chat: what is pinned, who is here, how the group is set. On a phone it is a sheet. */
export function SidePanel({ chat }: { chat: ChatState }): VNode | null {
  if (!sidePanelOpen.value) return null;
  const close = () => {
    sidePanelOpen.value = false;
  };
  const pinned = pins.value.filter((pin) => pin.chat_id === chat.chat_id);
  return html`<div class="scrim scrim-panel" onClick=${close}></div>
    <aside class="side-panel" aria-label=${translate("groupInfo")} data-testid="side-panel">
      <header class="panel-header">
        <h2>${translate("groupInfo")}</h2>
        ${iconButton({ name: "close", label: translate("close"), testId: "side-panel-close", onClick: close })}
      </header>
      <div class="panel-scroll">
        ${section({ icon: "pin", title: translate("pinned"), count: pinned.length, open: true }, h(PinnedPanel, { pinned }))}
        ${section({ icon: "members", title: translate("members"), count: chat.members.length, open: true }, h(MembersPanel, { chat }))}
        ${
          chat.chat_mode !== "p2p" &&
          section(
            { icon: "settings", title: translate("settings"), open: false },
            h(SettingsPanel, { chat }),
          )
        }
        ${
          chat.platform === "feishu" &&
          section({ icon: "info", title: translate("scopes"), open: false }, h(ScopesPanel, null))
        }
      </div>
    </aside>`;
}

function section(
  head: { icon: IconName; title: string; count?: number; open: boolean },
  content: ComponentChildren,
): VNode {
  return html`<details class="panel-section" open=${head.open}>
    <summary>
      ${icon(head.icon, 16)}<span>${head.title}</span>
      ${head.count !== undefined && html`<em>${head.count}</em>`} ${icon("right", 14)}
    </summary>
    <div class="panel-content">${content}</div>
  </details>`;
}
