import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import { createJointPins } from "../../../src/core/pins/joint-pins.ts";
import type { Ports } from "../../../src/core/platform.ts";
import { problem } from "../../../src/core/problem.ts";
import { fail, ok } from "../../../src/core/result.ts";

const ref = { chat: "oc_a" as ChatId, message: "om_a" as MessageId };
const self = { kind: "self" } as const;

/** A message that is pinned or not, on a platform where every call that is marked so fails. */
const aMessage = (stands: boolean, wishes: readonly Wish[]) => {
  let pinned = stands;
  const calls: number[] = [];
  const done = (index: number, pin: boolean): boolean => {
    calls.push(index);
    const works = wishes[index]?.works ?? true;
    if (works) pinned = pin;
    return works;
  };
  const portsFor = (index: () => number): Pick<Ports, "pin" | "unpin"> => ({
    pin: () => {
      const state = pinned ? ("already" as const) : ("applied" as const);
      const worked = done(index(), true);
      return Promise.resolve(
        worked ? ok({ state, by: self, atMs: 1 }) : fail(problem("platform-down")),
      );
    },
    unpin: () =>
      Promise.resolve(
        done(index(), false) ? ok({ state: "applied" as const }) : fail(problem("platform-down")),
      ),
  });
  return { portsFor, calls, isPinned: () => pinned };
};

interface Wish {
  readonly kind: "pin" | "unpin";
  readonly works: boolean;
}

const wish: fc.Arbitrary<Wish> = fc.record({
  kind: fc.constantFrom("pin", "unpin"),
  // Whether a platform is down does not depend on who asks, but it may change between two calls.
  works: fc.boolean(),
});

const outcomeOf = async (wishes: readonly Wish[], stands: boolean) => {
  const message = aMessage(stands, wishes);
  let asking = 0;
  const options = (index: number) => ({
    signal: AbortSignal.timeout(10_000),
    // Tells the platform which wish it hears of.
    replace: String(index) as MessageId,
  });
  const heard = (given: { readonly replace?: MessageId }): void => {
    asking = Number(given.replace);
  };
  const inner = message.portsFor(() => asking);
  const ports = {
    pin: (...given: Parameters<Ports["pin"]>) => {
      heard(given[1]);
      return inner.pin(...given);
    },
    unpin: (...given: Parameters<Ports["unpin"]>) => {
      heard(given[1] as { readonly replace?: MessageId });
      return inner.unpin(...given);
    },
  } as Ports;
  const joint = createJointPins({
    ports,
    capabilities: {
      pins: { most: 1_000, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: true },
    },
  });
  const members = wishes.map(({ kind }, index) => {
    const member = joint.join();
    const result = member.writes[kind](ref, options(index));
    return { member, result };
  });
  await Promise.all(members.map(({ member }) => member.asked));
  await joint.settle();
  for (const { member } of members) member.release();
  const results = await Promise.all(members.map(({ result }) => result));
  return { results, calls: message.calls, pinned: message.isPinned() };
};

test("in the end it is as if each had been done by itself, and everybody gets one true answer", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(wish, { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      async (wishes, stands) => {
        const { results, calls, pinned } = await outcomeOf(wishes, stands);
        const last = results.findLastIndex((result) => result.ok);
        const sequential = wishes[last]?.kind;
        expect(pinned).toBe(sequential === undefined ? stands : sequential === "pin");
        // Nobody is told of a success that was not, and nothing is asked of the platform twice.
        expect(new Set(calls).size).toBe(calls.length);
        for (const [index, result] of results.entries()) {
          if (!result.ok)
            expect({ index, works: wishes[index]?.works }).toEqual({ index, works: false });
          else if (result.value.state === "overtaken") expect(result.value.last).toBe(sequential);
          else expect(wishes[index]?.kind).toBe(sequential);
        }
      },
    ),
  );
});

test("where all works, one call is enough", async () => {
  const kinds = ["pin", "unpin", "unpin", "pin", "pin"] as const;
  const { results, calls } = await outcomeOf(
    kinds.map((kind) => ({ kind, works: true })),
    false,
  );
  expect(calls).toEqual([3]);
  expect(results.map((result) => (result.ok ? result.value.state : "failed"))).toEqual([
    "overtaken",
    "overtaken",
    "overtaken",
    "applied",
    "already",
  ]);
});

test("who gave up meanwhile is not acted for", async () => {
  const calls: string[] = [];
  const over = new AbortController();
  const joint = createJointPins({
    ports: {
      pin: () => {
        calls.push("pin");
        return Promise.resolve(ok({ state: "applied", by: self, atMs: 1 }));
      },
      unpin: () => {
        calls.push("unpin");
        return Promise.resolve(ok({ state: "applied" }));
      },
    } as unknown as Ports,
    capabilities: {
      pins: { most: 1_000, endsAfterMs: [], keptMs: Number.POSITIVE_INFINITY, listed: true },
    },
  });
  const first = joint.join();
  const second = joint.join();
  const pinned = first.writes.pin(ref, { signal: new AbortController().signal });
  const unpinned = second.writes.unpin(ref, { signal: over.signal });
  over.abort();
  await joint.settle();
  first.release();
  second.release();

  expect(await unpinned).toMatchObject({ ok: false, problem: { reason: "cancelled" } });
  expect(await pinned).toMatchObject({ ok: true, value: { state: "applied" } });
  expect(calls).toEqual(["pin"]);
});
