import { expect, test } from "vitest";
import type { ChatId } from "../../../src/core/ids.ts";
import { createLessons } from "../../../src/core/permissions/lessons.ts";
import { problem } from "../../../src/core/problem.ts";
import { fakeClock } from "../../fake-clock.ts";

const chat = (name: string): ChatId => `oc_${name}` as ChatId;
const restricted = problem("pin-for-admins-only");

test("a refusal is remembered for ten minutes, in its own chat", async () => {
  const clock = fakeClock();
  const lessons = createLessons(clock);
  lessons.learn(chat("a"), "pin", restricted);

  expect(lessons.about(chat("a"))).toMatchObject([{ doing: "pin", reason: "pin-for-admins-only" }]);
  expect(lessons.about(chat("b"))).toEqual([]);
  await clock.advance(10 * 60_000);
  expect(lessons.about(chat("a"))).toEqual([]);
});

test("a success, or a failure of another kind, ends it", () => {
  const lessons = createLessons(fakeClock());
  lessons.learn(chat("a"), "pin", restricted);
  lessons.learn(chat("a"), "recall", problem("scope-missing", { scopes: ["im:message"] }));
  lessons.learn(chat("a"), "pin", undefined);

  expect(lessons.about(chat("a"))).toMatchObject([{ doing: "recall", scopes: ["im:message"] }]);
  lessons.learn(chat("a"), "recall", problem("too-fast"));
  expect(lessons.about(chat("a"))).toEqual([]);
});

test("the oldest chats are forgotten first", () => {
  const lessons = createLessons(fakeClock());
  for (let index = 0; index <= 1_000; index += 1)
    lessons.learn(chat(String(index)), "pin", restricted);

  expect(lessons.about(chat("0"))).toEqual([]);
  expect(lessons.about(chat("1"))).toHaveLength(1);
});
