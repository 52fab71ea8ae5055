import type { Clock } from "../../../core/clock.ts";
import type { ChatId, MessageId } from "../../../core/ids.ts";
import type { Observer } from "../../../core/observer.ts";
import { ok, type Result } from "../../../core/result.ts";
import { type ApiName, apis } from "../apis.ts";
import { type ApiGate, createApiGate } from "./api-gate.ts";
import { createChatSendGate } from "./chat-send-gate.ts";
import { createChatWhisperGate } from "./chat-whisper-gate.ts";
import { createMessageGate } from "./message-gate.ts";
import type { Entrant, Pass } from "./pass.ts";

/** What a call is about, which decides the limits that it counts against. */
export interface CallSubject {
  readonly api: ApiName;
  readonly chat?: ChatId;
  readonly message?: MessageId;
}

/** Everything that must be passed before a call is sent. */
export interface Gates {
  enter(subject: CallSubject, entrant: Entrant): Promise<Result<Pass>>;
  /** Stops all that `subject` shares the named limit with. */
  pause(gate: "message" | "chat" | "api", subject: CallSubject, ms: number): void;
  close(): void;
}

/**
 * The platform's limits in the order message, chat, API: a slot of the narrower limit may be held while
 * waiting for the wider one, never the other way round, so a hot message or chat keeps nobody else waiting.
 *
 * `clock` must be steady (`performance.now`): a wall clock that is set forward would free windows too early.
 */
export const createGates = (options: {
  readonly clock: Clock;
  readonly observer: Observer;
}): Gates => {
  const { clock, observer } = options;
  const message = createMessageGate(clock);
  const chat = { send: createChatSendGate(clock), whisper: createChatWhisperGate(clock) };
  const apiGates = new Map<ApiName, ApiGate>();
  let closed = false;

  const apiGate = (api: ApiName): ApiGate => {
    const known = apiGates.get(api);
    if (known !== undefined) return known;
    const gate = createApiGate(clock);
    apiGates.set(api, gate);
    if (closed) gate.close();
    return gate;
  };

  /** The gates of a subject, narrowest first, with the key by which each knows it. */
  const path = (subject: CallSubject) => {
    const { messageGate, chatGate } = apis[subject.api];
    const keyed = [
      ...(messageGate === true && subject.message !== undefined
        ? [{ name: "message", slots: message, key: subject.message }]
        : []),
      ...(chatGate !== undefined && subject.chat !== undefined
        ? [{ name: "chat", slots: chat[chatGate], key: subject.chat }]
        : []),
    ];
    return {
      keyed,
      enters: [
        ...keyed.map(({ name, slots, key }) => ({
          name,
          enter: (entrant: Entrant) => slots.enter(key, entrant),
        })),
        {
          name: "api",
          enter: (entrant: Entrant) => apiGate(subject.api).enter(subject.chat ?? "", entrant),
        },
      ],
    };
  };

  return {
    enter: async (subject, entrant) => {
      const passes: Pass[] = [];
      for (const { name, enter } of path(subject).enters) {
        const beganMs = clock.now();
        const entered = await enter(entrant);
        observer.limiterWait({ gate: name, ms: clock.now() - beganMs });
        if (!entered.ok) {
          for (const pass of passes) pass.giveBack();
          return entered;
        }
        passes.push(entered.value);
      }
      return ok({
        leave: () => {
          for (const pass of passes) pass.leave();
        },
        giveBack: () => {
          for (const pass of passes) pass.giveBack();
        },
      });
    },
    pause: (gate, subject, ms) => {
      if (gate === "api") return apiGate(subject.api).pause(ms);
      for (const { name, slots, key } of path(subject).keyed)
        if (name === gate) slots.pause(key, ms);
    },
    close: () => {
      closed = true;
      for (const gate of [message, chat.send, chat.whisper, ...apiGates.values()]) gate.close();
    },
  };
};
