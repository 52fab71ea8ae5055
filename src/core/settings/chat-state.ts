import type { Account, ChatId } from "../ids.ts";
import type { Grant, Store } from "../store.ts";
import { layerOf } from "./chat-options.ts";
import { type ChatSettings, type Settings, withLayer } from "./settings.ts";

/** What holds in a chat by configuration and by what was said in the chat itself. */
export interface ChatState {
  readonly settings: ChatSettings;
  /** By configuration alone. */
  readonly configured: ChatSettings;
  readonly grants: readonly Grant[];
}

/** Reads it anew each time, so that a change holds at once, whoever made it. */
export const readChatState = async (
  parts: { readonly store: Pick<Store, "settings" | "grants">; readonly settings: Settings },
  { platform, account }: Account,
  chat: ChatId,
): Promise<ChatState> => {
  const [stored, grants] = await Promise.all([
    parts.store.settings.list({ platform, account }, chat),
    parts.store.grants.list({ platform, account }, chat),
  ]);
  const configured = parts.settings.forChat({ platform, account }, chat);
  return { settings: withLayer(configured, "chat", layerOf(stored)), configured, grants };
};
