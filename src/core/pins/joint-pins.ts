import type { Change, Pinned, Platform } from "../platform.ts";
import { problem } from "../problem.ts";
import { fail, ok, type Result } from "../result.ts";
import type { CommandWrites, Overtaken, PinSwitch } from "./overtaken.ts";

/** One of several commands that pin or unpin the same message. */
export interface JointPin {
  readonly writes: CommandWrites;
  /** Resolves when it is allowed to change something and waits for that. */
  readonly asked: Promise<void>;
  /** Lets it hear what came of its change. */
  release(): void;
}

export interface JointPins {
  /** In the order in which the commands came. */
  join(): JointPin;
  /** Carries out what was asked for so far. */
  settle(): Promise<void>;
}

type Answer = Result<Pinned | Change | Overtaken>;

interface Wish {
  readonly kind: PinSwitch;
  readonly forMs?: number | undefined;
  readonly signal: AbortSignal;
  act(): Promise<Result<Pinned | Change>>;
  answer(answer: Answer): void;
  /** A bug in the adapter is the bug of the command that met it. */
  fail(error: unknown): void;
}

/** Wishes for the same, side by side. */
const runsOf = (wishes: readonly Wish[]): readonly (readonly Wish[])[] => {
  const runs: Wish[][] = [];
  for (const wish of wishes) {
    const last = runs.at(-1);
    if (last?.[0]?.kind === wish.kind) last.push(wish);
    else runs.push([wish]);
  }
  return runs;
};

/** What a change that stands already is to whoever wants it too. */
const stoodAlready = (done: Pinned | Change): Pinned | Change => {
  const state = done.state === "requested" ? "requested" : "already";
  if (!("by" in done)) return { state };
  const { by, atMs, endsAtMs } = done;
  return { state, by, atMs, ...(endsAtMs === undefined ? {} : { endsAtMs }) };
};

/**
 * Pins and unpins of one message that are wanted one right after the other: the last wanted state wins, and only that
 * is asked of the platform. Whoever wanted the opposite before is told so ("overtaken"); whoever wanted the same once
 * more hears that it stands already. Where the last wish fails, the ones before it count again, so what stands in the
 * end is what would stand had each been done by itself. Sound because both are idempotent, and
 * because a wish is only heard from a command that is allowed it.
 *
 * For chats in which pinning has no other effect than that it is pinned: nothing has to give way to it.
 */
export const createJointPins = (
  platform: Pick<Platform, "ports"> & {
    readonly capabilities: Pick<Platform["capabilities"], "pins">;
  },
): JointPins => {
  const { ports, capabilities } = platform;
  /** Otherwise the time is ours to keep, and the platform has nothing to do for a new one. */
  const keepsTimes = capabilities.pins.endsAfterMs.length > 0;
  let wishes: Wish[] = [];

  /** Whether any of a run was carried out. */
  const carryOut = async (run: readonly Wish[], afterOthers: boolean): Promise<boolean> => {
    let standing:
      | { readonly done: Pinned | Change; readonly forMs: number | undefined }
      | undefined;
    for (const wish of run) {
      if (wish.signal.aborted) {
        wish.answer(fail(problem("cancelled")));
      } else if (standing && (!keepsTimes || standing.forMs === wish.forMs)) {
        wish.answer(ok(stoodAlready(standing.done)));
      } else {
        const result = await wish.act().catch((error: unknown) => void wish.fail(error));
        if (result === undefined) continue;
        const first = standing === undefined;
        if (result.ok) standing = { done: result.value, forMs: wish.forMs };
        // Our own pin from before the unpinning that was left out: to whoever asks now, it is a new one.
        const ownAgain =
          result.ok &&
          afterOthers &&
          first &&
          "by" in result.value &&
          result.value.by.kind === "self";
        wish.answer(
          ownAgain && result.value.state === "already"
            ? ok({ ...result.value, state: "applied" })
            : result,
        );
      }
    }
    return standing !== undefined;
  };

  return {
    join: () => {
      const asked = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const wish = async (
        what: Pick<Wish, "kind" | "forMs" | "signal">,
        act: Wish["act"],
      ): Promise<Answer> => {
        const { promise, resolve, reject } = Promise.withResolvers<Answer>();
        // Listened to from its release on.
        promise.catch(() => {});
        wishes.push({ ...what, act, answer: resolve, fail: reject });
        asked.resolve();
        await released.promise;
        return promise;
      };
      const writes: CommandWrites = {
        ...ports,
        pin: (ref, options) =>
          wish({ kind: "pin", forMs: options.forMs, signal: options.signal }, () =>
            ports.pin(ref, options),
          ) as Promise<Result<Pinned | Overtaken>>,
        unpin: (ref, options) =>
          wish({ kind: "unpin", signal: options.signal }, () => ports.unpin(ref, options)),
      };
      return { writes, asked: asked.promise, release: released.resolve };
    },
    settle: async () => {
      const runs = runsOf(wishes);
      wishes = [];
      let last: PinSwitch | undefined;
      for (const [index, run] of [...runs.entries()].toReversed()) {
        const [first] = run;
        if (first === undefined) continue;
        if (last === undefined) {
          if (await carryOut(run, index > 0)) last = first.kind;
        } else {
          for (const { answer } of run) answer(ok({ state: "overtaken", last }));
        }
      }
    },
  };
};
