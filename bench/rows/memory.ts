import { z } from "zod";
import { childAnswer } from "../child-answer.ts";
import type { Row } from "../row.ts";

const stage = z.object({ rssMb: z.number(), heapMb: z.number() });
const stewardStages = z.object({ before: stage, chatter: stage, commands: stage, gate: stage });
const bareStages = z.object({ before: stage, chatter: stage });

const bytesPerMb = 1024 * 1024;

/** Whether memory stays flat: counts, so one run of each is enough. */
export const memory: Row = {
  name: "memory",
  about:
    "a million chatter events, then 100,000 commands with ids of their own through the whole corridor, in one process",
  run: async ({ smoke }) => {
    const size = smoke
      ? { chatter: 20_000, commands: 1_000 }
      : { chatter: 1_000_000, commands: 100_000 };
    const ask = (who: string): Promise<unknown> =>
      childAnswer("memory.ts", { who, ...size }, ["--expose-gc"]);
    const own = stewardStages.parse(await ask("steward"));
    const bare = bareStages.parse(await ask("bare"));
    const thousand = (count: number): string => count.toLocaleString("en-US");
    const perId = (from: number, to: number): number => ((to - from) * bytesPerMb) / size.commands;
    return {
      figures: [
        {
          measure: `resident memory after ${thousand(size.chatter)} chatter events`,
          unit: "MB",
          steward: own.chatter.rssMb,
          peer: { name: "bare EventDispatcher", value: bare.chatter.rssMb },
        },
        {
          measure: "growth over them",
          unit: "MB",
          steward: own.chatter.rssMb - own.before.rssMb,
          peer: { name: "bare EventDispatcher", value: bare.chatter.rssMb - bare.before.rssMb },
        },
        {
          measure: `resident memory after ${thousand(size.commands)} commands more`,
          unit: "MB",
          steward: own.commands.rssMb,
        },
        {
          measure: "live heap per command id",
          unit: "B",
          steward: perId(own.chatter.heapMb, own.commands.heapMb),
          bar: { atMost: 32 },
        },
        {
          measure: "live heap per message id in the per-message limit",
          unit: "B",
          steward: perId(own.commands.heapMb, own.gate.heapMb),
          bar: { atMost: 32 },
        },
      ],
      broken: [],
    };
  },
};
