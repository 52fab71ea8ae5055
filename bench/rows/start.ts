import { setTimeout as sleep } from "node:timers/promises";
import { type BotKind, startBot } from "../bot-process.ts";
import { startFrameSandbox } from "../frame-sandbox.ts";
import { groupSeed } from "../groups.ts";
import { interleave, median, ratioOf } from "../measure.ts";
import type { Figure, Row } from "../row.ts";
import { type TemporaryFolder, temporaryFolder } from "../temporary-folder.ts";

interface Samples {
  readonly connectedMs: number;
  readonly rssMb: number;
}

/** Starts a bot, waits for its long connection, lets it settle so that its memory can be read, and ends it. */
const started = async (
  kind: BotKind,
  folder: TemporaryFolder,
  settleMs: number,
): Promise<Samples> => {
  const link = await startFrameSandbox({ seed: groupSeed(1) });
  const connected = link.nextConnection();
  const bot = startBot(kind, link.sandbox, folder);
  try {
    const atMs = await Promise.race([connected, bot.crashed]);
    await Promise.race([sleep(settleMs), bot.crashed]);
    return { connectedMs: atMs - bot.spawnedAtMs, rssMb: bot.rssMb() };
  } finally {
    await bot.kill();
    await link.close();
  }
};

/** How long a bot takes to be there, and how much memory it then has. */
export const start: Row = {
  name: "start",
  about:
    "process spawned → long connection open, and resident memory then, over the SDK's quick-start bot",
  run: async ({ rounds, smoke }) => {
    const kept = temporaryFolder();
    const startedIn = async (folder: TemporaryFolder, kind: BotKind): Promise<Samples> => {
      try {
        return await started(kind, folder, smoke ? 100 : 1_000);
      } finally {
        if (folder !== kept) folder.remove();
      }
    };
    try {
      const contenders = {
        again: () => startedIn(kept, "steward"),
        first: () => startedIn(temporaryFolder(), "steward"),
        quickStart: () => startedIn(temporaryFolder(), "quick-start"),
      };
      if (!smoke) await interleave(1, contenders);
      const measured = await interleave(rounds, contenders);
      const figure = (
        rest: Pick<Figure, "measure" | "unit" | "bar">,
        of: readonly Samples[],
        pick: keyof Samples,
      ): Figure => {
        const own = of.map((samples) => samples[pick]);
        const peer = measured.quickStart.map((samples) => samples[pick]);
        return {
          ...rest,
          steward: median(own),
          peer: { name: "quick start", value: median(peer) },
          ratio: ratioOf(own, peer),
        };
      };
      const bar = { atMost: 1.15 };
      return {
        figures: [
          figure(
            { measure: "spawn → connected, with its data", unit: "ms", bar },
            measured.again,
            "connectedMs",
          ),
          figure(
            { measure: "spawn → connected, the very first time", unit: "ms" },
            measured.first,
            "connectedMs",
          ),
          figure(
            { measure: "resident memory when ready", unit: "MB", bar },
            measured.again,
            "rssMb",
          ),
        ],
        broken: [],
      };
    } finally {
      kept.remove();
    }
  },
};
