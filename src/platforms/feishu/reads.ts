import type { Clock } from "../../core/clock.ts";
import type { ChatId, UserId } from "../../core/ids.ts";
import type { Reads } from "../../core/platform.ts";
import { createRecent } from "../../core/recent.ts";
import { ok, type Result } from "../../core/result.ts";
import type { FeishuClient } from "./client.ts";
import { chatFacts, memberId, memberName, messageFacts, pinFacts } from "./facts.ts";
import { allPages } from "./paging.ts";

/** 1,000 pins: far beyond what a group can read. */
const mostPinPages = 20;
const mostNamePages = 5;
/** Names are for showing only and change rarely, and those of 500 members cost five calls. */
const namesKeptMs = 600_000;
const mostNamedChats = 200;
/** 100,000 members: more than a group can have. */
const mostMemberPages = 1_000;

/** What the bot can ask of a group. Source: Feishu docs im-v1/chat/get, message/get, pin/list, chat-members/get. */
export const createReads = (options: {
  readonly client: FeishuClient;
  readonly appId: string;
  /** Steady. */
  readonly clock: Clock;
}): Reads => {
  const { client, appId } = options;
  const names = createRecent<ChatId, ReadonlyMap<UserId, string>>({
    clock: options.clock,
    keepMs: namesKeptMs,
    most: mostNamedChats,
  });

  const members = (
    chat: ChatId,
    signal: AbortSignal,
    pages: Pick<Parameters<typeof allPages>[0], "mostPages" | "enough">,
  ): Promise<Result<readonly unknown[]>> =>
    allPages({
      client,
      ...pages,
      call: {
        api: "chat.members",
        path: `/open-apis/im/v1/chats/${chat}/members`,
        params: { member_id_type: "open_id", page_size: 100 },
        chat,
        signal,
      },
    });

  return {
    chat: async (chat, { signal }) => {
      const answered = await client.call({
        api: "chat.get",
        path: `/open-apis/im/v1/chats/${chat}`,
        params: { user_id_type: "open_id" },
        chat,
        signal,
        repeatable: true,
      });
      return answered.ok ? chatFacts(answered.value.data, appId) : answered;
    },
    message: async ({ chat, message }, { signal }) => {
      const answered = await client.call({
        api: "message.get",
        path: `/open-apis/im/v1/messages/${message}`,
        params: { user_id_type: "open_id" },
        chat,
        message,
        signal,
        repeatable: true,
      });
      return answered.ok ? messageFacts(answered.value.data, appId) : answered;
    },
    pins: async (chat, { signal }) => {
      const listed = await allPages({
        client,
        mostPages: mostPinPages,
        call: {
          api: "pin.list",
          path: "/open-apis/im/v1/pins",
          params: { chat_id: chat, page_size: 50 },
          chat,
          signal,
        },
      });
      if (!listed.ok) return listed;
      const pins = listed.value.flatMap((pin) => pinFacts(pin, appId) ?? []);
      // A pin made between two pages moves one item into the next page again.
      return ok([...new Map(pins.map((pin) => [pin.message, pin])).values()]);
    },
    memberNames: async (chat, { signal }) => {
      const known = names.get(chat);
      if (known !== undefined) return ok(known);
      const listed = await members(chat, signal, { mostPages: mostNamePages });
      if (!listed.ok) return listed;
      const found = new Map(listed.value.map(memberName).filter((one) => one !== undefined));
      names.set(chat, found);
      return ok(found);
    },
    hasMember: async (chat, user, { signal }) => {
      const isThere = (items: readonly unknown[]) => items.some((one) => memberId(one) === user);
      const listed = await members(chat, signal, { mostPages: mostMemberPages, enough: isThere });
      return listed.ok ? ok(isThere(listed.value)) : listed;
    },
  };
};
