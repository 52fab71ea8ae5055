import { html } from "htm/preact";
import type { VNode } from "preact";
import type { ChatState, SandboxRole } from "../../state.ts";
import { can } from "../model/abilities.ts";
import { act } from "../model/control-api.ts";
import { users } from "../model/live-state.ts";
import { actAs, memberIn } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { avatar } from "./avatar.ts";
import { iconButton } from "./icon-button.ts";
import { roleName } from "./role-name.ts";

type Member = ChatState["members"][number];

const roles: readonly SandboxRole[] = ["owner", "admin", "member"];

/** Who is in the chat; each one's role can be changed, and the reader can become anybody. */
export function MembersPanel({ chat }: { chat: ChatState }): VNode {
  const here = new Set(chat.members.map((member) => member.open_id));
  const others = users.value.filter(
    (user) => user.platform === chat.platform && !here.has(user.open_id),
  );
  const { changeMembers } = can(chat.chat_id);
  return html`<ul class="members" data-testid="members-panel">
    ${
      chat.bot_role !== null &&
      html`<li class="member">
        ${avatar({ id: chat.bot.sender_id, name: chat.bot.name, size: 30 })}
        <span class="member-name">${chat.bot.name}</span>
        <span class="badge badge-bot">${translate("bot")}</span>
        ${chat.bot_role !== "member" && html`<span class=${`badge badge-${chat.bot_role}`}>${roleName(chat.bot_role)}</span>`}
      </li>`
    }
    ${chat.members.map((member) => memberEntry(chat, member))}
    ${changeMembers && chat.chat_mode !== "p2p" && others.length > 0 && addMember(chat.chat_id, others)}
  </ul>`;
}

function memberEntry(chat: ChatState, member: Member): VNode {
  const current = member.open_id === memberIn(chat)?.open_id;
  const { changeMembers } = can(chat.chat_id);
  return html`<li key=${member.open_id} class="member" data-testid=${`member-${member.open_id}`}>
    ${avatar({ id: member.open_id, name: member.name, size: 30 })}
    <span class="member-name">${member.name}</span>
    ${
      !changeMembers && member.role === "owner"
        ? html`<span class="badge badge-owner">${roleName("owner")}</span>`
        : html`<select
      class=${`role-select badge badge-${member.role}`}
      aria-label=${translate("roleOf", { name: member.name })}
      value=${member.role}
      onChange=${(event: Event) => {
        if (!(event.currentTarget instanceof HTMLSelectElement)) return;
        const role = event.currentTarget.value;
        void act({ action: "set_role", chat_id: chat.chat_id, open_id: member.open_id, role });
      }}
    >
      ${roles
        .filter((role) => changeMembers || role !== "owner")
        .map((role) => html`<option key=${role} value=${role}>${roleName(role)}</option>`)}
    </select>`
    }
    <button
      type="button"
      class="act-as"
      data-testid=${`act-as-${member.open_id}`}
      aria-pressed=${current}
      aria-label=${translate("actAsName", { name: member.name })}
      onClick=${() => actAs(member.open_id, chat)}
    >
      ${translate(current ? "actingAs" : "actAs")}
    </button>
    ${
      changeMembers &&
      iconButton({
        name: "close",
        label: translate("removeMember", { name: member.name }),
        className: "member-remove",
        size: 14,
        onClick: () =>
          void act({ action: "remove_member", chat_id: chat.chat_id, open_id: member.open_id }),
      })
    }
  </li>`;
}

function addMember(
  chatId: string,
  others: readonly { readonly open_id: string; readonly name: string }[],
): VNode {
  return html`<li>
    <select
      class="card-field"
      aria-label=${translate("addMember")}
      value=""
      onChange=${(event: Event) => {
        const element = event.currentTarget;
        if (!(element instanceof HTMLSelectElement) || element.value === "") return;
        void act({ action: "add_member", chat_id: chatId, open_id: element.value });
        element.value = "";
      }}
    >
      <option value="">${translate("addMember")}</option>
      ${others.map((user) => html`<option key=${user.open_id} value=${user.open_id}>${user.name}</option>`)}
    </select>
  </li>`;
}
