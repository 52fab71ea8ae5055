import { computed, signal } from "@preact/signals";
import type { ChatState, SandboxPlatform } from "../../state.ts";
import { chats, platforms } from "./live-state.ts";
import { chat, memberIn, openChat } from "./selection.ts";
import { readStored, writeStored } from "./stored-value.ts";

const wide = matchMedia("(min-width: 1180px)");
const isWide = signal(wide.matches);
const wanted = signal(readStored("layout") === "columns");
const chosen = signal<Partial<Record<SandboxPlatform, string>>>({});

/** Whether there is room, and reason, for a chat of each platform side by side. */
export const columnsPossible = computed(() => isWide.value && platforms.value.length > 1);

/** Whether the chats are shown side by side, one of each platform. */
export const columnsShown = computed(() => columnsPossible.value && wanted.value);

/** The chat of each platform's column: the one chosen there, else the open one, else the platform's first. */
const columnChats = computed<readonly ChatState[]>(() =>
  platforms.value.flatMap((platform) => {
    const own = chatsOf(platform);
    const picked = own.find(({ chat_id }) => chat_id === chosen.value[platform]);
    const open = own.find(({ chat_id }) => chat_id === chat.value?.chat_id);
    return picked ?? open ?? own[0] ?? [];
  }),
);

/** Every chat that is on the screen. */
export const shownChats = computed<readonly ChatState[]>(() => {
  if (columnsShown.value) return columnChats.value;
  return chat.value === null ? [] : [chat.value];
});

/** Every id under which the reader is in a chat on the screen. */
export const readerIds = computed(
  () => new Set(shownChats.value.flatMap((place) => memberIn(place)?.open_id ?? [])),
);

/** The chats of one platform. */
export function chatsOf(platform: SandboxPlatform): readonly ChatState[] {
  return chats.value.filter((one) => one.platform === platform);
}

/** Shows another chat in its platform's column; it is the open one from then on. */
export function openInColumn(place: ChatState): void {
  chosen.value = { ...chosen.value, [place.platform]: place.chat_id };
  openChat(place.chat_id);
}

/** Switches between one chat and the columns and keeps the choice. */
export function toggleColumns(): void {
  const open = chat.value;
  if (open !== null) chosen.value = { ...chosen.value, [open.platform]: open.chat_id };
  wanted.value = !wanted.value;
  writeStored("layout", wanted.value ? "columns" : "one");
}

/** Follows the width of the window, as narrow ones have no room for columns. */
export function followColumns(): void {
  wide.addEventListener("change", (event) => {
    isWide.value = event.matches;
  });
}
