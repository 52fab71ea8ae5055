import { html } from "htm/preact";
import { h, type VNode } from "preact";
import type { EphemeralState } from "../../state.ts";
import { CardView } from "../card/card-view.ts";
import { clockTime } from "../model/clock-format.ts";
import { app } from "../model/live-state.ts";
import { translate } from "../model/translate.ts";
import { avatar } from "./avatar.ts";
import { icon } from "./icon.ts";

/** A card that only the reader sees, and that says so. */
export function EphemeralRow({ card }: { card: EphemeralState }): VNode {
  return html`<article
    id=${`m-${card.message_id}`}
    class="row row-ephemeral"
    data-testid=${`ephemeral-${card.message_id}`}
    aria-label=${translate("onlyYou")}
  >
    <span class="row-avatar">${avatar({ id: app.value.app_id, name: app.value.name })}</span>
    <div class="row-stack">
      <div class="row-meta">
        <span class="row-name">${app.value.name}</span>
        <span class="badge badge-bot">${translate("bot")}</span>
        <time>${clockTime(Number(card.create_time))}</time>
      </div>
      <div class="row-line">
        <div class="bubble" data-card="true">
          ${h(CardView, { card: card.card, messageId: card.message_id })}
        </div>
      </div>
      <div class="only-you">${icon("eye", 14)} ${translate("onlyYou")}</div>
    </div>
  </article>`;
}
