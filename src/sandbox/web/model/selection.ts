import { computed, effect, signal } from "@preact/signals";
import type { ChatState, MessageState } from "../../state.ts";
import { asObject, asText, parseJson } from "./json-view.ts";
import { chatById, chats } from "./live-state.ts";
import { readStored, writeStored } from "./stored-value.ts";

type Member = ChatState["members"][number];

const fromHash = readHash();
const chosenChatId = signal(fromHash.chatId || (readStored("chat") ?? ""));
const identities = signal<Readonly<Record<string, string>>>(storedIdentities());

/** The open chat. */
export const chat = computed<ChatState | null>(
  () => chats.value.find(({ chat_id }) => chat_id === chosenChatId.value) ?? chats.value[0] ?? null,
);

/** Who the reader is in the open chat: chosen here before, else the same person as elsewhere, else the owner. */
export const me = computed<Member | null>(() =>
  chat.value === null ? null : memberIn(chat.value),
);

/** What the next message of each chat will answer, by chat. */
const replyTargets = signal<ReadonlyMap<string, MessageState>>(new Map());

/** On a phone: the list of chats instead of the chat. */
export const listShown = signal(false);

/** A message to bring into view; `turn` tells two wishes for the same message apart. */
export const spotlight = signal<{ readonly messageId: string; readonly turn: number } | null>(null);

/** Who the reader would be in this chat. */
export function memberIn(place: ChatState): Member | null {
  const find = (id: string | undefined) => place.members.find((one) => one.open_id === id);
  const owner = place.members.find((one) => one.role === "owner");
  return (
    find(identities.value[place.chat_id]) ??
    find(readStored("person") ?? undefined) ??
    owner ??
    place.members[0] ??
    null
  );
}

/** Who the reader is in the chat of that id. */
export function readerIn(chatId: string): Member | null {
  const place = chatById.value.get(chatId);
  return place === undefined ? null : memberIn(place);
}

/** The message that the next one in a chat will answer. */
export function replyTargetIn(chatId: string): MessageState | null {
  return replyTargets.value.get(chatId) ?? null;
}

/** Lets the next message of a chat answer this one, or none. */
export function setReplyTarget(chatId: string, target: MessageState | null): void {
  const next = new Map(replyTargets.value);
  if (target === null) next.delete(chatId);
  else next.set(chatId, target);
  replyTargets.value = next;
}

/** Opens a chat. */
export function openChat(chatId: string): void {
  const before = chat.value;
  if (before !== null && before.chat_id !== chatId) setReplyTarget(before.chat_id, null);
  chosenChatId.value = chatId;
  listShown.value = false;
}

/** Becomes a member of a chat, the open one unless told otherwise. */
export function actAs(openId: string, place: ChatState | null = chat.value): void {
  if (place === null) return;
  identities.value = { ...identities.value, [place.chat_id]: openId };
  writeStored("identities", JSON.stringify(identities.value));
  writeStored("person", openId);
}

/** Brings a message into view and lights it up for a moment. */
export function showMessage(messageId: string): void {
  spotlight.value = { messageId, turn: (spotlight.value?.turn ?? 0) + 1 };
}

/** Keeps the address bar and the selection the same, both ways. */
export function followAddress(): void {
  addEventListener("hashchange", () => {
    const { chatId, openId } = readHash();
    if (chatId !== "" && chatId !== chat.value?.chat_id) openChat(chatId);
    if (openId !== "" && openId !== me.value?.open_id) actAs(openId);
  });
  let applied = fromHash.openId === "";
  effect(() => {
    const place = chat.value;
    const person = me.value;
    if (place === null || person === null) return;
    if (!applied) {
      applied = true;
      actAs(fromHash.openId);
      return;
    }
    writeStored("chat", place.chat_id);
    history.replaceState(null, "", `#/${place.chat_id}/${person.open_id}`);
  });
}

function readHash(): { chatId: string; openId: string } {
  const [, chatId = "", openId = ""] = location.hash.replace(/^#/, "").split("/");
  return { chatId, openId };
}

function storedIdentities(): Record<string, string> {
  const stored = asObject(parseJson(readStored("identities") ?? ""));
  return Object.fromEntries(Object.entries(stored).map(([key, value]) => [key, asText(value)]));
}
