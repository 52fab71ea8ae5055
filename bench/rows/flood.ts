import { setTimeout as sleep } from "node:timers/promises";
import type { BotKind } from "../bot-process.ts";
import { type Group, say } from "../groups.ts";
import { describeViolations, violationCount } from "../limit-violations.ts";
import { median, percentile, spreadOf } from "../measure.ts";
import type { Row } from "../row.ts";
import { isPinned, openStage, type Stage } from "../stage.ts";

/** The platform's limit for one API, per second. */
const limitPerSecond = 50;
const quietEveryMs = 400;

interface Size {
  readonly groups: number;
  readonly commandsPerGroup: number;
}

interface FloodResult {
  readonly pinned: number;
  readonly answered: number;
  readonly perSecond: number;
  readonly violations: number;
  readonly quietMs: readonly number[];
  readonly broken: readonly string[];
}

/** Commands in a group that nobody floods, one after the other for as long as the flood lasts. */
const quietly = async (stage: Stage, group: Group, over: () => boolean): Promise<number[]> => {
  const times: number[] = [];
  while (!over()) {
    await sleep(quietEveryMs);
    const parentId = say(stage.sandbox, group, "please keep this");
    times.push((await stage.command({ group, text: "/pin", parentId, patienceMs: 30_000 })).ms);
  }
  return times;
};

const flooded = async (bot: BotKind, size: Size): Promise<FloodResult> => {
  const count = size.groups * size.commandsPerGroup;
  const stage = await openStage({ bot, groups: size.groups + 1 });
  try {
    const [quiet, ...loud] = stage.groups;
    if (quiet === undefined) throw new Error("no group");
    const asked = Array.from(
      { length: count },
      (_, index) => loud[index % loud.length] ?? quiet,
    ).map((group) => ({ group, parentId: say(stage.sandbox, group, "please keep this") }));
    await sleep(500);

    const patienceMs = (count / limitPerSecond) * 4000 + 5000;
    const beganMs = performance.now();
    let over = false;
    const quietCommands = quietly(stage, quiet, () => over);
    const answers = await Promise.race([
      Promise.all(asked.map((ask) => stage.command({ ...ask, text: "/pin", patienceMs }))),
      stage.bot.crashed,
    ]);
    over = true;
    const quietMs = await quietCommands;

    const targets = new Set(asked.map(({ parentId }) => parentId));
    const arrivals = stage.sandbox.control.arrivals();
    const pins = arrivals.filter(
      ({ api, messageId }) => api === "pin.create" && targets.has(messageId ?? ""),
    );
    const lastMs = Math.max(...pins.map(({ atMs }) => atMs)) - performance.timeOrigin;
    const pinned = asked.filter(({ group, parentId }) => isPinned(stage.sandbox, group, parentId));
    const answered = answers.filter(({ ms }) => Number.isFinite(ms)).length;
    const unheard = quietMs.filter((ms) => !Number.isFinite(ms)).length;
    return {
      pinned: pinned.length,
      answered,
      perSecond: count / ((lastMs - beganMs) / 1000),
      violations: violationCount(arrivals),
      quietMs,
      broken: [
        ...(pinned.length === count ? [] : [`${count - pinned.length} of ${count} not pinned`]),
        ...(answered === count ? [] : [`${count - answered} of ${count} not answered`]),
        ...(unheard === 0 ? [] : [`${unheard} commands of the quiet group not answered`]),
        ...describeViolations(arrivals),
      ],
    };
  } finally {
    await stage.close();
  }
};

/** Four hundred pins at once, against the strict limits. */
export const flood: Row = {
  name: "flood",
  about:
    "400 /pin on distinct messages in 40 groups at once against the strict sandbox, and a quiet group meanwhile",
  run: async ({ rounds, smoke }) => {
    const size = smoke ? { groups: 12, commandsPerGroup: 8 } : { groups: 40, commandsPerGroup: 10 };
    const count = size.groups * size.commandsPerGroup;
    const results: FloodResult[] = [];
    // Each with a fresh bot and a fresh platform: the minute's limit would carry over.
    for (let round = 0; round < Math.min(rounds, 5); round += 1) {
      results.push(await flooded("steward", size));
    }
    const peer = smoke ? undefined : await flooded("quick-start", size);
    const share = (pick: (result: FloodResult) => number): number => median(results.map(pick));
    const against = (pick: (result: FloodResult) => number) =>
      peer === undefined ? {} : { peer: { name: "quick start", value: pick(peer) } };
    return {
      figures: [
        {
          measure: `pinned and answered, of ${count}`,
          unit: "",
          steward: share(({ pinned, answered }) => Math.min(pinned, answered)),
          ...against(({ pinned, answered }) => Math.min(pinned, answered)),
          bar: { atLeast: count },
        },
        {
          measure: "pins per second, over the limit of 50",
          unit: "/s",
          steward: share(({ perSecond }) => perSecond),
          ratio: spreadOf(results.map(({ perSecond }) => perSecond / limitPerSecond)),
          bar: { atLeast: 0.95 },
        },
        {
          measure: "sliding-window violations, all rounds",
          unit: "",
          steward: results.reduce((sum, { violations }) => sum + violations, 0),
          ...against(({ violations }) => violations),
          bar: { atMost: 0 },
        },
        {
          measure: "quiet group meanwhile, command → answered, p99",
          unit: "ms",
          steward: percentile(
            results.flatMap(({ quietMs }) => quietMs),
            0.99,
          ),
          ...against(({ quietMs }) => percentile(quietMs, 0.99)),
          bar: { atMost: 1500 },
        },
      ],
      broken: results.flatMap(({ broken }) => broken),
    };
  },
};
