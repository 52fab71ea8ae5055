import { expect, test } from "vitest";
import { createFairQueue } from "../../../src/core/limits/fair-queue.ts";

const filled = () => {
  const queue = createFairQueue<string>();
  for (const item of ["a1", "a2", "a3", "b1", "c1", "b2"]) queue.push(item.charAt(0), item);
  return queue;
};

const drain = (queue: ReturnType<typeof filled>): string[] => {
  const order: string[] = [];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) order.push(item);
  return order;
};

test("lets chats take turns and keeps the order within each", () => {
  expect(drain(filled())).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
});

test("serves whoever was served longest ago, not whoever came first", () => {
  const queue = createFairQueue<string>();
  for (const loud of ["a", "b", "c"]) queue.push(loud, `${loud}1`);
  expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(["a1", "b1", "c1"]);

  for (const loud of ["a", "b", "c"]) queue.push(loud, `${loud}2`);
  queue.push("quiet", "q1");

  expect(drain(queue)).toEqual(["q1", "a2", "b2", "c2"]);
});

test("knows how many turns are ahead of a newcomer", () => {
  const queue = filled();
  expect(queue.ahead("c")).toBe(5);
  expect(queue.ahead("new")).toBe(3);
  expect(queue.ahead("a")).toBe(6);
});

test("forgets those who leave", () => {
  const queue = filled();
  queue.remove("a", "a2");
  queue.remove("c", "c1");
  queue.remove("c", "c1");
  queue.remove("nobody", "x");
  expect(queue.size()).toBe(4);
  expect(queue.of("a")).toBe(2);
  expect(queue.items()).toEqual(["a1", "a3", "b1", "b2"]);
  expect(drain(queue)).toEqual(["a1", "b1", "a3", "b2"]);
});
