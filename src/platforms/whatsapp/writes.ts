import type { Clock } from "../../core/clock.ts";
import type { MessageRef } from "../../core/ids.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CallOptions, Change, Writes } from "../../core/platform.ts";
import { problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import type { Client } from "./client.ts";
import { durationFor } from "./durations.ts";
import { groupId } from "./ids.ts";
import type { Whereabouts } from "./whereabouts.ts";

/** The gateway sends the request into WhatsApp and hears nothing back. */
const requested: Change = { state: "requested" };

/** An answer about another group means that the gateway acted there, whatever it said before. */
const actedElsewhere = (body: JsonObject, { chat }: MessageRef): boolean => {
  const told = groupId(body.chat_jid);
  return told !== undefined && told !== chat;
};

/**
 * What the bot can change. Nothing of it can be confirmed, so success is "requested" at most, and nothing is
 * repeated here. Source: RyzeAPI docs, chat/pinMessage, chat/delete-message.
 */
export const createWrites = (options: {
  readonly client: Client;
  readonly whereabouts: Whereabouts;
  /** Dates. */
  readonly clock: Clock;
}): Writes => {
  const { client, clock, whereabouts } = options;

  const setPin = async (
    ref: MessageRef,
    body: { readonly pin: true; readonly duration: string } | { readonly pin: false },
    { signal }: CallOptions,
  ): Promise<Result<Change>> => {
    const here = await whereabouts.check(ref, { signal });
    if (!here.ok) return here;
    const answered = await client.call({
      api: "chat.pinMessage",
      body: { ...body, messageId: ref.message },
      chat: ref.chat,
      signal,
    });
    if (!answered.ok) return answered;
    return actedElsewhere(answered.value, ref)
      ? fail({ ...problem("message-elsewhere"), effect: "maybe" })
      : ok(requested);
  };

  const unpin: Writes["unpin"] = (ref, call) => setPin(ref, { pin: false }, call);

  return {
    pin: async (ref, { signal, replace, forMs }) => {
      const duration = durationFor(forMs);
      const atMs = clock.now();
      const answered = await setPin(ref, { pin: true, duration: duration.name }, { signal });
      if (!answered.ok) return answered;
      const replaced =
        replace !== undefined && replace !== ref.message
          ? await unpin({ chat: ref.chat, message: replace }, { signal })
          : undefined;
      return ok({
        ...requested,
        by: { kind: "self" },
        atMs,
        endsAtMs: atMs + duration.ms,
        ...(replaced?.ok && replace !== undefined ? { replaced: replace } : {}),
      });
    },
    unpin,
    recall: async ({ chat, message }, { signal }) => {
      const here = await whereabouts.check({ chat, message }, { signal });
      if (!here.ok) return here;
      const answered = await client.call({
        api: "chat.delete",
        // Without the flag it is deleted on the bot's own devices alone.
        body: { messageId: message, deleteForEveryone: true },
        chat,
        signal,
      });
      if (!answered.ok) return answered;
      const { delete_type: kind } = answered.value;
      if (kind !== undefined && kind !== "revoke") {
        return fail({ ...problem("unknown", { code: "not-revoked" }), effect: "maybe" });
      }
      return ok(requested);
    },
  };
};
