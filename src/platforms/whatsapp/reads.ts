import type { UserId } from "../../core/ids.ts";
import type { MessageFacts, Reads } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok } from "../../core/result.ts";
import type { Client } from "./client.ts";
import { directFacts, groupFacts, isParticipant } from "./group-facts.ts";
import { isGroup } from "./ids.ts";
import { messageFacts } from "./message-facts.ts";
import type { Names } from "./names.ts";
import type { People } from "./people.ts";

/** What the bot can ask. Source: RyzeAPI docs, groups/info, chat/getMessage. */
export const createReads = (options: {
  readonly client: Client;
  readonly people: People;
  readonly names: Names;
  readonly self: () => readonly UserId[];
  /** Told of every message that was looked at. */
  readonly onMessage: (facts: MessageFacts) => void;
}): Reads => {
  const { client, people, names } = options;
  const reading = () => ({ people, self: options.self() });
  return {
    chat: async (chat, { signal }) => {
      if (!isGroup(chat)) return ok(directFacts);
      const query = { identifier: chat };
      const answered = await client.call({ api: "group.info", query, chat, signal });
      return answered.ok ? groupFacts(answered.value, reading()) : answered;
    },
    message: async ({ chat, message }, { signal }) => {
      const query = { messageId: message };
      const answered = await client.call({ api: "chat.getMessage", query, chat, signal });
      if (!answered.ok) return answered;
      const facts = messageFacts(answered.value, message, reading());
      if (facts.ok) options.onMessage(facts.value);
      return facts;
    },
    // No endpoint tells them; `capabilities.pins.listed` says so, and core has its own ledger.
    pins: () => Promise.resolve(fail(problem("chat-kind-unsupported"))),
    memberNames: (chat) => Promise.resolve(ok(names.in(chat))),
    // Names are known only of those who wrote.
    hasMember: async (chat, user, { signal }) => {
      const query = { identifier: chat };
      const answered = await client.call({ api: "group.info", query, chat, signal });
      return answered.ok ? isParticipant(answered.value, people.aliasesOf(user)) : answered;
    },
  };
};
