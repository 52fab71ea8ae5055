import type { Clock } from "../clock.ts";
import type { MembershipEvent } from "../events.ts";
import type { Account } from "../ids.ts";
import type { Store } from "../store.ts";
import { joinings } from "./joinings.ts";
import { welcomeDue } from "./welcome.ts";

/** Whether the bot has joined the chat again since, which the news of its leaving then does not concern. */
const hasRejoined = async (
  event: MembershipEvent,
  { store, account }: { readonly store: Store; readonly account: Account },
): Promise<boolean> => {
  const since = await joinings(store, { ...account, chat: event.chat, sinceMs: event.atMs });
  return since.some((joinedAtMs) => joinedAtMs > event.atMs);
};

/**
 * Does what belongs to the bot's coming and going. Joining sets the timer of the greeting; leaving ends what was
 * begun in the chat, takes back the rights that were given there and forgets the words kept beside its cases. A chat
 * that is gone loses its settings too.
 */
export const changeMembership = async (
  event: MembershipEvent,
  parts: { readonly store: Store; readonly account: Account; readonly clock: Clock },
): Promise<void> => {
  const { store, account } = parts;
  const { chat } = event;
  if (event.type === "bot-added") {
    await store.timers.set({
      ...account,
      chat,
      kind: welcomeDue,
      subject: String(event.atMs),
      dueAtMs: parts.clock.now(),
      data: event.by ?? null,
    });
    return;
  }
  if (event.type === "bot-removed" && (await hasRejoined(event, parts))) return;
  await store.timers.cancelChat(account, chat);
  await store.pins.removeChat(account, chat);
  await store.grants.removeChat(account, chat);
  await store.cards.removeChat(account, chat);
  await store.texts.removeChat(account, chat);
  if (event.type === "chat-gone") await store.settings.removeChat(account, chat);
};
