import type { CallState } from "../state.ts";
import { withoutSecrets } from "../without-secrets.ts";
import { type BoundedLog, createBoundedLog } from "./bounded-log.ts";

/** One arrival of an API call, for checking limits afterwards. */
export interface Arrival {
  readonly api: string;
  readonly method: string;
  readonly messageId?: string;
  readonly chatId?: string;
  /** By the sandbox's clock, with fractions of a millisecond. */
  readonly atMs: number;
}

/** What bots asked and were answered; secrets never get in. */
export interface CallLog {
  record(call: Omit<CallState, "id" | "platform">): void;
  readonly calls: BoundedLog<CallState>;
  readonly arrivals: BoundedLog<Arrival>;
}

const MAX_CALLS = 5000;
const MAX_ARRIVALS = 50_000;

/** An empty log; keeps the newest 5,000 calls and 50,000 arrivals. */
export function createCallLog(): CallLog {
  const calls = createBoundedLog<CallState>(MAX_CALLS);
  let lastId = 0;
  return {
    calls,
    arrivals: createBoundedLog<Arrival>(MAX_ARRIVALS),
    record(call) {
      lastId += 1;
      calls.push({
        platform: "feishu",
        id: lastId,
        ...call,
        request: withoutSecrets(call.request),
        response: withoutSecrets(call.response),
      });
    },
  };
}
