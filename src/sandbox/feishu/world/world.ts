import type { Chat } from "./chat.ts";
import type { PlatformEvent } from "./events.ts";
import type { Message } from "./message.ts";

/** A person, with all three kinds of ids. */
export interface User {
  readonly openId: string;
  readonly unionId: string;
  readonly userId: string;
  readonly name: string;
  readonly color: string;
}

/** A card that one member alone sees. */
export interface EphemeralCard {
  readonly messageId: string;
  readonly chatId: string;
  readonly openId: string;
  card: unknown;
  readonly createTimeMs: number;
}

/** A command registered for the client's `/` panel. */
export interface SlashCommand {
  readonly commandId: string;
  readonly command: string;
  description: unknown;
}

/** Who the app is to the platform. */
export interface AppIdentity {
  readonly appId: string;
  readonly appSecret: string;
  readonly name: string;
  readonly openId: string;
  readonly tenantKey: string;
}

/** How long people and plain-member bots may recall or edit; the tenant administrator's setting. */
export interface TenantSettings {
  recallWindowMs: number;
  editWindowMs: number;
}

/**
 * Everything that exists in the sandbox. Operations on it live in the files beside this one; each checks
 * what the platform checks, changes the world, emits the platform's events and calls `touch`.
 */
export interface World {
  readonly app: AppIdentity;
  readonly users: Map<string, User>;
  readonly chats: Map<string, Chat>;
  /** Of all chats, oldest first; the oldest are dropped beyond `MAX_MESSAGES`. */
  readonly messages: Map<string, Message>;
  readonly ephemeral: Map<string, EphemeralCard>;
  readonly scopes: Map<string, boolean>;
  readonly slashCommands: Map<string, SlashCommand>;
  readonly settings: TenantSettings;
  readonly now: () => number;
  readonly randomHex: (bytes: number) => string;
  /** Grows with every change. */
  readonly revision: () => number;
  touch(): void;
  emit(event: PlatformEvent): void;
  /** Both return how to stop listening. */
  onChange(listener: () => void): () => void;
  onEvent(listener: (event: PlatformEvent) => void): () => void;
}

/** How many messages of all chats together are remembered. */
export const MAX_MESSAGES = 50_000;
/** How many ephemeral cards are remembered. */
export const MAX_EPHEMERAL = 1000;
const DAY_MS = 86_400_000;

/** An empty world. */
export function createWorld(options: {
  readonly app: AppIdentity;
  readonly now: () => number;
  readonly randomHex: (bytes: number) => string;
  readonly recallWindowMs?: number;
}): World {
  let revision = 1;
  const changeListeners = new Set<() => void>();
  const eventListeners = new Set<(event: PlatformEvent) => void>();
  return {
    app: options.app,
    users: new Map(),
    chats: new Map(),
    messages: new Map(),
    ephemeral: new Map(),
    scopes: new Map(),
    slashCommands: new Map(),
    settings: { recallWindowMs: options.recallWindowMs ?? DAY_MS, editWindowMs: DAY_MS },
    now: options.now,
    randomHex: options.randomHex,
    revision: () => revision,
    touch() {
      revision += 1;
      for (const listener of changeListeners) listener();
    },
    emit(event) {
      for (const listener of eventListeners) listener(event);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
  };
}

/** The name of a person by open_id, or of the bot by open_id or app id. */
export function nameOf(world: World, id: string): string {
  if (id === world.app.openId || id === world.app.appId) return world.app.name;
  return world.users.get(id)?.name ?? id;
}

/** Keeps a message, and forgets the oldest one when there are too many. */
export function storeMessage(world: World, chat: Chat, message: Message): void {
  world.messages.set(message.messageId, message);
  chat.messageIds.add(message.messageId);
  if (world.messages.size <= MAX_MESSAGES) return;
  const [oldest] = world.messages.values();
  if (oldest === undefined) return;
  world.messages.delete(oldest.messageId);
  const home = world.chats.get(oldest.chatId);
  home?.messageIds.delete(oldest.messageId);
  home?.pins.delete(oldest.messageId);
}
