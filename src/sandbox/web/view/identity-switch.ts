import { html } from "htm/preact";
import type { VNode } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { ChatState } from "../../state.ts";
import { actAs, memberIn } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";
import { roleName } from "./role-name.ts";
import { moveFocus, useDismiss } from "./use-dismiss.ts";

/** "You are 李雷 · Owner": whoever is chosen here is the one who speaks, presses and pins. */
export function IdentitySwitch({ place }: { place: ChatState }): VNode | null {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const holder = useDismiss<HTMLDivElement>(open, close);
  const person = memberIn(place);
  if (person === null) return null;

  function choose(openId: string): void {
    actAs(openId, place);
    close();
    holder.current?.querySelector("button")?.focus();
  }

  return html`<div class="identity" ref=${holder}>
    <button
      type="button"
      class="identity-button"
      data-testid="identity"
      aria-haspopup="menu"
      aria-expanded=${open}
      onClick=${() => setOpen(!open)}
    >
      <span class="identity-label">${translate("youAre")}</span>
      ${avatar({ id: person.open_id, name: person.name, size: 26 })}
      <span class="identity-name">${person.name}</span>
      <span class=${`badge badge-${person.role}`}>${roleName(person.role)}</span>
      ${icon("down", 14)}
    </button>
    ${
      open &&
      html`<div
        class="menu identity-menu"
        role="menu"
        aria-label=${translate("chooseIdentity")}
        onKeyDown=${(event: KeyboardEvent) => moveFocus(event, "[role=menuitemradio]")}
      >
        <p class="menu-note">${translate("identityHint")}</p>
        ${place.members.map(
          (member) => html`<button
            key=${member.open_id}
            type="button"
            role="menuitemradio"
            aria-checked=${member.open_id === person.open_id}
            class="menu-item"
            data-testid=${`identity-option-${member.open_id}`}
            onClick=${() => choose(member.open_id)}
          >
            ${avatar({ id: member.open_id, name: member.name, size: 28 })}
            <span class="menu-item-name">${member.name}</span>
            <span class=${`badge badge-${member.role}`}>${roleName(member.role)}</span>
            <span class="menu-check">${member.open_id === person.open_id && icon("check", 16)}</span>
          </button>`,
        )}
      </div>`
    }
  </div>`;
}
