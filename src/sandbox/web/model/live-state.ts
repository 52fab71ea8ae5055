import { computed, signal } from "@preact/signals";
import type {
  AppState,
  CallState,
  ChatState,
  EphemeralState,
  MessageState,
  PinState,
  SandboxPlatform,
  SandboxState,
  UserState,
} from "../../state.ts";
import { reuseUnchanged } from "./reuse-unchanged.ts";

const refetchGapMs = 100;

const noApp: AppState = {
  app_id: "",
  name: "",
  open_id: "",
  scopes: [],
  connections: 0,
  slash_commands: [],
};

const current = signal<SandboxState | null>(null);

/** Whether the page hears from the sandbox. */
export const link = signal<"connecting" | "live" | "lost">("connecting");

/** Whether a first state arrived. */
export const loaded = computed(() => current.value !== null);

export const app = computed<AppState>(() => current.value?.app ?? noApp);
export const users = computed<readonly UserState[]>(() => current.value?.users ?? []);
export const chats = computed<readonly ChatState[]>(() => current.value?.chats ?? []);
export const messages = computed<readonly MessageState[]>(() => current.value?.messages ?? []);
export const pins = computed<readonly PinState[]>(() => current.value?.pins ?? []);
export const ephemeral = computed<readonly EphemeralState[]>(() => current.value?.ephemeral ?? []);
export const calls = computed<readonly CallState[]>(() => current.value?.calls ?? []);

export const colorOfUser = computed(
  () => new Map(users.value.map((user) => [user.open_id, user.color])),
);
export const pinOfMessage = computed(() => new Map(pins.value.map((pin) => [pin.message_id, pin])));
export const messageById = computed(
  () => new Map(messages.value.map((message) => [message.message_id, message])),
);
export const messagesOfChat = computed(() => Map.groupBy(messages.value, (one) => one.chat_id));

/** Every id that the bot has anywhere, as a sender or as somebody mentioned. */
export const botIds = computed(
  () =>
    new Set([
      app.value.app_id,
      app.value.open_id,
      ...chats.value.flatMap(({ bot }) => [bot.sender_id, bot.mention_id]),
    ]),
);
export const chatById = computed(() => new Map(chats.value.map((chat) => [chat.chat_id, chat])));

/** The platforms that have a chat here, in the order of their first. */
export const platforms = computed<readonly SandboxPlatform[]>(() => [
  ...new Set(chats.value.map(({ platform }) => platform)),
]);

/** Follows the sandbox until the returned function is called; a lost link comes back by itself. */
export function followSandbox(): () => void {
  const events = new EventSource("/sandbox/events");
  let asked = false;
  let busy = false;

  async function refetch(): Promise<void> {
    asked = true;
    if (busy) return;
    busy = true;
    while (asked) {
      asked = false;
      try {
        const response = await fetch("/sandbox/state", { cache: "no-store" });
        if (response.ok) accept((await response.json()) as SandboxState);
        link.value = response.ok ? "live" : "lost";
      } catch {
        link.value = "lost";
      }
      await new Promise((resolve) => setTimeout(resolve, refetchGapMs));
    }
    busy = false;
  }

  events.addEventListener("open", () => void refetch());
  events.addEventListener("message", () => void refetch());
  events.addEventListener("error", () => {
    link.value = "lost";
  });
  void refetch();
  return () => events.close();
}

/** Tells the calls of all platforms apart; a call of Feishu by its number alone. */
export function callKey(call: Pick<CallState, "platform" | "id">): string {
  return call.platform === "feishu" ? String(call.id) : `${call.platform}-${call.id}`;
}

function accept(next: SandboxState): void {
  const before = current.value;
  if (before === null) {
    current.value = next;
    return;
  }
  const byMessage = (item: { readonly message_id: string }) => item.message_id;
  current.value = {
    ...next,
    app: reuseUnchanged([before.app], [next.app], (item) => item.app_id)[0] ?? next.app,
    users: reuseUnchanged(before.users, next.users, (item) => item.open_id),
    chats: reuseUnchanged(before.chats, next.chats, (item) => item.chat_id),
    messages: reuseUnchanged(before.messages, next.messages, byMessage),
    pins: reuseUnchanged(before.pins, next.pins, byMessage),
    ephemeral: reuseUnchanged(before.ephemeral, next.ephemeral, byMessage),
    calls: reuseUnchanged(before.calls, next.calls, (item) => callKey(item)),
  };
}
