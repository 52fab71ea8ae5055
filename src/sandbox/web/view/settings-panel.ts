import { html } from "htm/preact";
import { h, type VNode } from "preact";
import { useState } from "preact/hooks";
import type { ChatState } from "../../state.ts";
import { can } from "../model/abilities.ts";
import { act } from "../model/control-api.ts";
import { translate } from "../model/translate.ts";
import { choice } from "./choice.ts";
import { ConfirmDialog } from "./confirm-dialog.ts";
import { roleName } from "./role-name.ts";

const absent = "absent";

/** How the group is set, changed as its owner would in the client. */
export function SettingsPanel({ chat }: { chat: ChatState }): VNode {
  const [asking, setAsking] = useState(false);
  const chat_id = chat.chat_id;
  const { changeSettings } = can(chat_id);
  const who = [
    { value: "all_members", text: translate("everyone") },
    { value: "only_owner", text: translate("adminsOnly") },
  ];
  return html`<div class="settings">
    <p class="panel-hint">${translate("settingsHint")}</p>
    ${choice({
      label: translate("botRole"),
      name: "bot-role",
      value: chat.bot_role ?? absent,
      options: [
        ...(chat.bot_role === "owner" ? [{ value: "owner", text: roleName("owner") }] : []),
        { value: "admin", text: roleName("admin") },
        { value: "member", text: roleName("member") },
        { value: absent, text: translate("notHere") },
      ],
      onChoose: (value) => void setBotRole(chat, value),
    })}
    ${changeSettings && settingsOfGroup(chat, who)}
    ${
      changeSettings &&
      html`<button
        type="button"
        class="button"
        data-kind="danger"
        disabled=${chat.chat_status === "dissolved"}
        onClick=${() => setAsking(true)}
      >
        ${translate("dissolve")}
      </button>`
    }
    ${
      asking &&
      h(ConfirmDialog, {
        title: translate("dissolve"),
        text: translate("dissolveQuestion", { name: chat.name }),
        danger: true,
        onCancel: () => setAsking(false),
        onConfirm: () => {
          setAsking(false);
          void act({ action: "dissolve", chat_id });
        },
      })
    }
  </div>`;
}

function settingsOfGroup(
  chat: ChatState,
  who: readonly { readonly value: string; readonly text: string }[],
): VNode {
  const chat_id = chat.chat_id;
  return html`${choice({
    label: translate("whoPins"),
    name: "pin-permission",
    value: chat.pin_permission,
    options: who,
    onChoose: (value) => void act({ action: "set_chat", chat_id, pin_permission: value }),
  })}
  ${choice({
    label: translate("whoSpeaks"),
    name: "moderation-permission",
    value: chat.moderation_permission,
    options: who,
    onChoose: (value) => void act({ action: "set_chat", chat_id, moderation_permission: value }),
  })}`;
}

async function setBotRole(chat: ChatState, value: string): Promise<void> {
  const chat_id = chat.chat_id;
  if (value === absent) {
    await act({ action: "remove_bot", chat_id });
    return;
  }
  if (chat.bot_role === null && !(await act({ action: "add_bot", chat_id }))) return;
  await act({ action: "set_bot_role", chat_id, role: value });
}
