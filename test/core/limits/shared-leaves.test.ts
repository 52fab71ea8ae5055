import { expect, test } from "vitest";
import { systemClock } from "../../../src/core/clock.ts";
import { createLeaves } from "../../../src/core/limits/shared-leaves.ts";
import type { SharedWindows } from "../../../src/core/limits/shared-windows.ts";

const alwaysRoom: SharedWindows = {
  take: () => Promise.resolve({ kind: "go" }),
  answered: () => {},
  giveBack: () => {},
  pause: () => {},
  state: () => ({ kind: "shared", sinceMs: 0, instances: 1 }),
  close: () => Promise.resolve(),
};
const key = { key: "one", limits: [{ limit: 100, windowMs: 1_000 }], spread: false };

test("who joins just after the last one was let go is asked for too", async () => {
  const waiting: (() => void)[] = [];
  const leaves = createLeaves({
    windows: alwaysRoom,
    newCall: () => "call",
    clock: systemClock,
    next: () => (waiting.length === 0 ? undefined : key),
    admit: () => {
      waiting.shift()?.();
      return true;
    },
  });
  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      leaves.look();
    });
  const several = async (): Promise<string> => {
    for (let turns = 0; turns < 5; turns += 1) await turn();
    return "all went";
  };
  await expect(several()).resolves.toBe("all went");
});
