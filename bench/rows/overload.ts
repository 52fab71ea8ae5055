import { setTimeout as sleep } from "node:timers/promises";
import type { Arrival } from "../../src/sandbox/feishu/calls.ts";
import { say } from "../groups.ts";
import { describeViolations, violationCount } from "../limit-violations.ts";
import { percentile } from "../measure.ts";
import type { Row } from "../row.ts";
import { type Answered, isPinned, openStage } from "../stage.ts";

const minutes = 5;
const limitPerMinute = 1000;
/** A fifth more than the platform can take. */
const offeredPerMinute = 1200;
const loudGroups = 20;
const quietEveryMs = 2_000;
/** The backlog of a fifth of five minutes, and the commands' answers behind it. */
const patienceMs = 180_000;

const longestGap = (times: readonly number[]): number =>
  Math.max(...times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs)));

/** Pin calls in the five minutes, in order. */
const pinTimes = (arrivals: readonly Arrival[], fromMs: number): readonly number[] =>
  arrivals
    .filter(({ api }) => api === "pin.create")
    .map(({ atMs }) => atMs - performance.timeOrigin)
    .filter((atMs) => atMs >= fromMs && atMs < fromMs + minutes * 60_000);

/** More commands than the platform can take, for five minutes, then until all are answered. */
export const overload: Row = {
  name: "overload",
  about:
    "five minutes of 1200 /pin a minute in 20 groups, and a quiet group meanwhile; the API answers in 60 to 80 ms",
  long: true,
  run: async () => {
    const stage = await openStage({
      bot: "steward",
      groups: loudGroups + 1,
      sandbox: { latencyMs: 60, jitterMs: 20 },
    });
    try {
      const [quiet, ...loud] = stage.groups;
      if (quiet === undefined) throw new Error("no group");
      const asked: { readonly group: typeof quiet; readonly parentId: string }[] = [];
      const loudAnswers: Promise<Answered>[] = [];
      const quietAnswers: Promise<Answered>[] = [];
      const ask = (group: typeof quiet, answers: Promise<Answered>[]): void => {
        const parentId = say(stage.sandbox, group, "please keep this");
        asked.push({ group, parentId });
        answers.push(stage.command({ group, parentId, text: "/pin", patienceMs }));
      };

      const beganMs = performance.now();
      const endMs = beganMs + minutes * 60_000;
      const offer = async (): Promise<void> => {
        while (performance.now() < endMs) {
          const due = ((performance.now() - beganMs) / 60_000) * offeredPerMinute;
          for (let next = loudAnswers.length; next < due; next += 1) {
            ask(loud[next % loud.length] ?? quiet, loudAnswers);
          }
          await sleep(20);
        }
      };
      const askQuietly = async (): Promise<void> => {
        while (performance.now() < endMs) {
          await sleep(quietEveryMs);
          ask(quiet, quietAnswers);
        }
      };
      await Promise.race([Promise.all([offer(), askQuietly()]), stage.bot.crashed]);
      const answers = await Promise.race([
        Promise.all([...loudAnswers, ...quietAnswers]),
        stage.bot.crashed,
      ]);
      const quietMs = (await Promise.all(quietAnswers)).map(({ ms }) => ms);

      const arrivals = stage.sandbox.control.arrivals();
      const times = pinTimes(arrivals, beganMs);
      const perMinute = times.length / minutes;
      const unanswered = answers.filter(({ ms }) => !Number.isFinite(ms)).length;
      const unpinned = asked.filter(
        ({ group, parentId }) => !isPinned(stage.sandbox, group, parentId),
      ).length;
      const ratio = perMinute / limitPerMinute;
      return {
        figures: [
          {
            measure: "pins per minute, over the limit of 1000",
            unit: "/min",
            steward: perMinute,
            ratio: { median: ratio, low: ratio, high: ratio },
            bar: { atLeast: 0.95 },
          },
          {
            measure: "longest silence between two pins",
            unit: "ms",
            steward: longestGap(times),
            bar: { atMost: 500 },
          },
          {
            measure: "quiet group meanwhile, command → answered, p99",
            unit: "ms",
            steward: percentile(quietMs, 0.99),
            bar: { atMost: 500 },
          },
          {
            measure: `answered, of ${answers.length}`,
            unit: "",
            steward: answers.length - unanswered,
            bar: { atLeast: answers.length },
          },
          {
            measure: "sliding-window violations",
            unit: "",
            steward: violationCount(arrivals),
            bar: { atMost: 0 },
          },
        ],
        broken: [
          ...(unanswered === 0 ? [] : [`${unanswered} commands not answered`]),
          ...(unpinned === 0 ? [] : [`${unpinned} messages not pinned`]),
          ...describeViolations(arrivals),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};
