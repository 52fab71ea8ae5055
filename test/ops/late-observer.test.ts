import { expect, test } from "vitest";
import { type Observer, silentObserver } from "../../src/core/observer.ts";
import { createLateObserver } from "../../src/ops/late-observer.ts";

const call = { platform: "feishu", api: "bot.info", code: "0", ms: 3 };
const delivery = { platform: "feishu", kind: "command" } as const;

const recording = (): { readonly observer: Observer; readonly told: unknown[] } => {
  const told: unknown[] = [];
  const observer = Object.fromEntries(
    Object.keys(silentObserver).map((kind) => [kind, (event: unknown) => told.push([kind, event])]),
  ) as unknown as Observer;
  return { observer, told };
};

test("counts what happened before anybody counted, in order and once", () => {
  const { observer, passTo } = createLateObserver();
  observer.apiCall(call);
  observer.delivery(delivery);
  const { observer: counting, told } = recording();
  passTo(counting);
  expect(told).toEqual([
    ["apiCall", call],
    ["delivery", delivery],
  ]);
  observer.apiCall(call);
  expect(told).toHaveLength(3);
});

test("passes on every kind of event", () => {
  const { observer, passTo } = createLateObserver();
  const { observer: counting, told } = recording();
  for (const kind of Object.keys(silentObserver)) {
    (observer[kind as keyof Observer] as (event: unknown) => void)({ kind });
  }
  passTo(counting);
  expect(told).toEqual(Object.keys(silentObserver).map((kind) => [kind, { kind }]));
});
