import { html } from "htm/preact";
import { type ComponentChild, h, type VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ChatState } from "../../state.ts";
import { dayName } from "../model/clock-format.ts";
import { ephemeral, messagesOfChat } from "../model/live-state.ts";
import { reducedMotion } from "../model/preferences.ts";
import { memberIn, spotlight } from "../model/selection.ts";
import { buildTimeline, type TimelineItem } from "../model/timeline.ts";
import { translate } from "../model/translate.ts";
import { EphemeralRow } from "./ephemeral-row.ts";
import { iconButton } from "./icon-button.ts";
import { MessageRow } from "./message-row.ts";
import { threadBlock } from "./thread-block.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";

const pageSize = 200;
const flashMs = 1_800;

/** The conversation of one chat; mounted anew for each chat. */
export function MessageList({ chat }: { chat: ChatState }): VNode {
  const log = useRef<HTMLDivElement>(null);
  const [limit, setLimit] = useState(pageSize);
  const [chosenId, setChosenId] = useState("");
  const all = messagesOfChat.value.get(chat.chat_id) ?? [];
  const reader = memberIn(chat)?.open_id;
  const cards = ephemeral.value.filter(
    (card) => card.chat_id === chat.chat_id && card.open_id === reader,
  );
  const threaded = chat.chat_mode === "topic" || chat.group_message_type === "thread";
  const timeline = useMemo(
    () => buildTimeline({ messages: all, ephemeral: cards, threaded, limit }),
    [all, cards.map((card) => card.message_id).join(), ephemeral.value, threaded, limit],
  );
  const newest = all.at(-1);
  const activeId = chosenId || (newest?.message_id ?? "");
  const ownNewestId = newest?.sender.id === reader ? (newest?.message_id ?? "") : "";
  const { away, toEnd, keepPlace } = useStickToEnd(log, timeline, ownNewestId);

  const wish = spotlight.value;
  useEffect(() => {
    if (wish === null || !all.some((one) => one.message_id === wish.messageId)) return;
    const row = document.getElementById(`m-${wish.messageId}`);
    if (row === null) {
      if (limit < all.length) setLimit(all.length);
      return;
    }
    row.scrollIntoView({ block: "center", behavior: reducedMotion() ? "auto" : "smooth" });
    row.classList.add("flash");
    const timer = setTimeout(() => row.classList.remove("flash"), flashMs);
    return () => clearTimeout(timer);
  }, [wish, limit]);

  useLayoutEffect(() => {
    spotlight.value = null;
  }, []);

  return html`<div class="log-frame">
    <div
      class="log"
      role="log"
      aria-live="polite"
      aria-label=${translate("messagesOf", { name: chat.name })}
      ref=${log}
      onKeyDown=${moveAmongRows}
      onFocusIn=${(event: FocusEvent) => {
        const row = event.target instanceof Element ? event.target.closest("article") : null;
        if (row !== null) setChosenId(row.id.replace(/^m-/, ""));
      }}
    >
      <div class="log-inner">
        ${
          timeline.earlier > 0 &&
          html`<button
            type="button"
            class="earlier"
            data-testid="show-earlier"
            onClick=${() => {
              keepPlace();
              setLimit(limit + pageSize);
            }}
          >
            ${translate("showEarlier", { count: Math.min(pageSize, timeline.earlier) })}
          </button>`
        }
        ${timeline.items.length === 0 && html`<p class="log-empty">${translate("noMessages")}</p>`}
        ${timeline.items.map((item) => itemView(item, activeId))}
      </div>
    </div>
    ${away && iconButton({ name: "down", label: translate("toLatest"), className: "to-end", onClick: toEnd })}
  </div>`;
}

function itemView(item: TimelineItem, activeId: string): ComponentChild {
  switch (item.kind) {
    case "day":
      return html`<div key=${item.key} class="day"><span>${dayLabel(item.atMs)}</span></div>`;
    case "message":
      return h(MessageRow, {
        key: item.key,
        message: item.message,
        joined: item.joined,
        active: activeId === item.key,
      });
    case "ephemeral":
      return h(EphemeralRow, { key: item.key, card: item.card });
    case "thread":
      return threadBlock({ root: item.root, replies: item.replies, activeId });
  }
}

function dayLabel(atMs: number): string {
  const day = new Date(atMs).toDateString();
  const today = new Date();
  if (day === today.toDateString()) return translate("today");
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return day === yesterday.toDateString() ? translate("yesterday") : dayName(atMs, "long");
}

/** Up and Down go from message to message when the focus is on a message itself. */
function moveAmongRows(event: KeyboardEvent): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const row = event.target;
  if (step === 0 || !(row instanceof HTMLElement) || row.tagName !== "ARTICLE") return;
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("article[tabindex]")];
  event.preventDefault();
  rows[rows.indexOf(row) + step]?.focus();
}
