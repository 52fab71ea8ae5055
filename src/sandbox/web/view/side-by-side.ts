import { html } from "htm/preact";
import { h, type VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { shownChats } from "../model/columns.ts";
import { ColumnHeader } from "./column-header.ts";
import { Composer } from "./composer.ts";
import { MessageList } from "./message-list.ts";
import { pinnedStrip } from "./pinned-strip.ts";
import { platformName } from "./platform-badge.ts";

/** A chat of each platform, side by side; each has its own identity, its own pins and its own composer. */
export function SideBySide(): VNode {
  const places = shownChats.value;
  return html`<main class="side-by-side" data-testid="side-by-side" style=${{ "--columns": places.length }}>
    ${places.map((place) => h(ChatColumn, { key: place.platform, place }))}
  </main>`;
}

function ChatColumn({ place }: { place: ChatState }): VNode {
  return html`<section
    class="chat column"
    data-platform=${place.platform}
    data-testid=${`column-${place.platform}`}
    aria-label=${platformName(place.platform)}
  >
    ${h(ColumnHeader, { place })} ${pinnedStrip(place)}
    ${h(MessageList, { key: place.chat_id, chat: place })}
    ${h(Composer, { key: `composer-${place.chat_id}`, chat: place })}
  </section>`;
}
