import { effect, signal } from "@preact/signals";
import type { ChatState, MessageState } from "../../state.ts";
import { shownChats } from "./columns.ts";
import { asObject, parseJson } from "./json-view.ts";
import { messagesOfChat } from "./live-state.ts";
import { listShown } from "./selection.ts";
import { readStored, writeStored } from "./stored-value.ts";

const seenUntilMs = signal<Readonly<Record<string, number>>>(stored());

/** How many messages came since this browser last had the chat open. */
export function unreadCount(place: ChatState, list: readonly MessageState[]): number {
  const seen = seenUntilMs.value[place.chat_id] ?? 0;
  let count = 0;
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const message = list[index];
    if (message === undefined || Number(message.create_time) <= seen) break;
    if (!message.deleted) count += 1;
  }
  return count;
}

/** Marks the chats on the screen as read, now and with each message that comes. */
export function followReading(): void {
  effect(() => {
    if (listShown.value) return;
    const before = seenUntilMs.peek();
    const newer = shownChats.value.flatMap(({ chat_id }) => {
      const newest = Number(messagesOfChat.value.get(chat_id)?.at(-1)?.create_time ?? 0);
      return newest > (before[chat_id] ?? 0) ? [[chat_id, newest] as const] : [];
    });
    if (newer.length === 0) return;
    seenUntilMs.value = { ...before, ...Object.fromEntries(newer) };
    writeStored("seen", JSON.stringify(seenUntilMs.value));
  });
}

function stored(): Record<string, number> {
  const entries = Object.entries(asObject(parseJson(readStored("seen") ?? "")));
  return Object.fromEntries(entries.map(([key, value]) => [key, Number(value) || 0]));
}
