import type { Clock } from "../../../core/clock.ts";
import type { SharedKey, SharedWindows } from "../../../core/limits/shared-windows.ts";
import type { Observer } from "../../../core/observer.ts";
import { ok, type Result } from "../../../core/result.ts";
import { apis } from "../apis.ts";
import type { CallSubject, Gates } from "./gates.ts";
import type { Entrant, Pass } from "./pass.ts";
import { createSharedGate, type SharedGate } from "./shared-gate.ts";

const second = (limit: number) => [{ limit, windowMs: 1_000 }];

/** The limits of a subject, narrowest first. The numbers are those of the gates of one process, with their sources. */
const limitsOf = (
  account: string,
  subject: CallSubject,
): readonly (SharedKey & { name: string })[] => {
  const { messageGate, chatGate } = apis[subject.api];
  const most = { send: 5, whisper: 40 };
  return [
    ...(messageGate === true && subject.message !== undefined
      ? [
          {
            name: "message",
            key: `${account}:message:${subject.message}`,
            limits: second(5),
            spread: false,
          },
        ]
      : []),
    ...(chatGate !== undefined && subject.chat !== undefined
      ? [
          {
            name: "chat",
            key: `${account}:${chatGate}:${subject.chat}`,
            limits: second(most[chatGate]),
            spread: false,
          },
        ]
      : []),
    {
      name: "api",
      key: `${account}:api:${subject.api}`,
      limits: [...second(50), { limit: 1_000, windowMs: 60_000 }],
      spread: true,
    },
  ];
};

/**
 * The gates of `createGates` for several processes that speak for one app. The order is the same, message, chat, API,
 * and so is the reason: a slot of the narrower limit may be held while waiting for the wider one.
 */
export const createSharedGates = (options: {
  /** The app: limits are counted for each by itself. */
  readonly account: string;
  readonly windows: SharedWindows;
  readonly clock: Clock;
  readonly observer: Observer;
}): Gates => {
  const { account, windows, clock, observer } = options;
  const gates = new Map<string, SharedGate>();
  let calls = 0;
  let closed = false;

  const gateOf = (of: SharedKey): SharedGate => {
    const known = gates.get(of.key);
    if (known !== undefined) return known;
    const newCall = (): string => {
      calls += 1;
      return String(calls);
    };
    const gate = createSharedGate({ of, windows, newCall, clock });
    gates.set(of.key, gate);
    if (closed) gate.close();
    return gate;
  };

  const forgetIdle = ({ key, spread }: SharedKey): void => {
    if (!spread && gates.get(key)?.idle() === true) gates.delete(key);
  };

  return {
    enter: async (subject: CallSubject, entrant: Entrant): Promise<Result<Pass>> => {
      const limits = limitsOf(account, subject);
      const passes: Pass[] = [];
      const end = (how: keyof Pass): void => {
        for (const pass of passes) pass[how]();
        limits.forEach(forgetIdle);
      };
      for (const of of limits) {
        const beganMs = clock.now();
        const entered = await gateOf(of).enter(subject.chat ?? "", entrant);
        observer.limiterWait({ gate: of.name, ms: clock.now() - beganMs });
        if (!entered.ok) {
          end("giveBack");
          return entered;
        }
        passes.push(entered.value);
      }
      return ok({ leave: () => end("leave"), giveBack: () => end("giveBack") });
    },
    pause: (name, subject, ms) => {
      for (const of of limitsOf(account, subject)) if (of.name === name) gateOf(of).pause(ms);
    },
    close: () => {
      closed = true;
      for (const gate of gates.values()) gate.close();
    },
  };
};
