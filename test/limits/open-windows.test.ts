import { expect, test } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import type { ChatId, MessageId } from "../../src/core/ids.ts";
import { silentObserver } from "../../src/core/observer.ts";
import { openWindows } from "../../src/limits/open-windows.ts";
import { createSharedGates } from "../../src/platforms/feishu/gates/shared-gates.ts";
import { silentLog } from "../conversation.ts";

test("a process that was taken for dead while a call waited for its turn does not make it", async () => {
  const lane = new AbortController();
  let isDead = false;
  const windows = await openWindows({
    ownership: {
      instances: () => 1,
      isHeardOf: () => {
        if (isDead) lane.abort();
        return !isDead;
      },
    },
    clock: systemClock,
    log: silentLog,
  });
  if (windows === undefined) throw new Error("several processes share limits");
  const gates = createSharedGates({
    account: "app",
    windows,
    clock: systemClock,
    observer: silentObserver,
  });
  const call = { api: "pin.create", chat: "oc_1" as ChatId, message: "om_1" as MessageId } as const;

  expect(await gates.enter(call, { signal: lane.signal })).toMatchObject({ ok: true });
  isDead = true;
  expect(await gates.enter(call, { signal: lane.signal })).toMatchObject({
    ok: false,
    problem: { reason: "cancelled" },
  });
  gates.close();
  await windows.close();
});
