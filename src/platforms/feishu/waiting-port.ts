import type { Words } from "../../core/answers/rich.ts";
import type { ChatId, MessageRef, UserId } from "../../core/ids.ts";
import { isJsonObject, listOf } from "../../core/json.ts";
import type { WaitingPort } from "../../core/platform.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { FeishuClient } from "./client.ts";
import { unreadable } from "./facts.ts";
import { messageId } from "./ids.ts";
import { privateCard, reaction } from "./spoken-calls.ts";

/** As clients call it; case-sensitive. Source: Feishu docs, im-v1/message-reaction/emojis-introduce. */
const emojiType = "OneSecond";
/** What the platform gives out as the id of a reaction, harmless in a path. */
const reactionPattern = /^[0-9A-Za-z_-]{1,128}$/;

const markOf = (id: unknown): string | undefined =>
  typeof id === "string" && reactionPattern.test(id) ? id : undefined;

type Sign =
  | { readonly kind: "mark"; readonly id: string }
  | { readonly kind: "card"; readonly id: string };

const write = ({ kind, id }: Sign): string => `${kind}:${id}`;

const read = (sign: string): Sign => {
  const [kind, id = ""] = sign.split(":");
  return { kind: kind === "card" ? "card" : "mark", id };
};

/**
 * Signs on commands that they wait: a reaction where that API is quiet. In a flood it is not, because plain success
 * is answered by reactions too; then a card that its reader alone sees, of which one is enough for a person and chat.
 * Both are spare calls: each API has limits of its own, and the answers of commands come first.
 */
export const createWaitingPort = ({
  client,
  appId,
}: {
  readonly client: FeishuClient;
  readonly appId: string;
}): WaitingPort => {
  /** Who has a card, and for how many commands that core watches. */
  const readers = new Map<string, { readonly id: string; uses: number }>();
  const readerKey = (chat: ChatId, user: UserId): string => `${chat} ${user}`;

  const mark = async (command: MessageRef, signal: AbortSignal): Promise<Result<string>> => {
    const answered = await client.call({
      ...reaction(command, emojiType, signal),
      priority: "spare",
    });
    if (!answered.ok) return answered;
    const id = markOf(answered.value.data.reaction_id);
    return id === undefined
      ? fail({ ...unreadable, effect: "maybe" })
      : ok(write({ kind: "mark", id }));
  };

  const card = async (
    chat: ChatId,
    user: UserId,
    says: { readonly words: Words; readonly signal: AbortSignal },
  ): Promise<Result<string>> => {
    const answered = await client.call({ ...privateCard(chat, user, says), priority: "spare" });
    if (!answered.ok) return answered;
    const id = messageId(answered.value.data.message_id);
    return id === undefined ? fail(unreadable) : ok(write({ kind: "card", id }));
  };

  const unmark = async ({ chat, message }: MessageRef, id: string, signal: AbortSignal) =>
    client.call({
      api: "reaction.delete",
      path: `/open-apis/im/v1/messages/${message}/reactions/${id}`,
      chat,
      message,
      signal,
      repeatable: true,
    });

  const uncard = async (chat: ChatId, id: string, signal: AbortSignal) => {
    for (const [reader, shown] of readers) {
      if (shown.id !== id) continue;
      shown.uses -= 1;
      if (shown.uses > 0) return ok(undefined);
      readers.delete(reader);
    }
    return client.call({
      api: "ephemeral.delete",
      path: "/open-apis/ephemeral/v1/delete",
      data: { message_id: id },
      chat,
      signal,
      repeatable: true,
    });
  };

  /** The reaction that an earlier life may have left. */
  const leftMark = async (
    { chat, message }: MessageRef,
    signal: AbortSignal,
  ): Promise<Result<string | undefined>> => {
    const answered = await client.call({
      api: "reaction.list",
      path: `/open-apis/im/v1/messages/${message}/reactions`,
      params: { reaction_type: emojiType, page_size: 50 },
      chat,
      message,
      signal,
      repeatable: true,
    });
    if (!answered.ok) return answered;
    const own = listOf(answered.value.data.items).find(
      (item) =>
        isJsonObject(item) && isJsonObject(item.operator) && item.operator.operator_id === appId,
    );
    return ok(isJsonObject(own) ? markOf(own.reaction_id) : undefined);
  };

  return {
    show: async (to, { user, words }, { signal }) => {
      const marked = await mark(to, signal);
      if (marked.ok || marked.problem.reason !== "too-fast" || user === undefined) return marked;
      const reader = readerKey(to.chat, user);
      const standing = readers.get(reader);
      if (standing !== undefined) {
        standing.uses += 1;
        return ok(write({ kind: "card", id: standing.id }));
      }
      const shown = await card(to.chat, user, { words, signal });
      if (shown.ok) readers.set(reader, { id: read(shown.value).id, uses: 1 });
      return shown;
    },
    remove: async (to, sign, { signal }) => {
      const known = sign === undefined ? undefined : read(sign);
      const found = known === undefined ? await leftMark(to, signal) : ok(known.id);
      if (!found.ok) return found;
      const id = found.value;
      if (id === undefined) return ok(undefined);
      const answered = await (known?.kind === "card"
        ? uncard(to.chat, id, signal)
        : unmark(to, id, signal));
      return answered.ok ? ok(undefined) : answered;
    },
  };
};
