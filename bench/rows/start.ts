import { setTimeout as sleep } from "node:timers/promises";
import { type BotKind, type Peer, peerNames, peersOf, startBot } from "../bot-process.ts";
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
  run: async (effort) => {
    const { smoke } = effort;
    const peers = peersOf(effort);
    const kept = temporaryFolder();
    const startedIn = async (folder: TemporaryFolder, kind: BotKind): Promise<Samples> => {
      try {
        return await started(kind, folder, smoke ? 100 : 1_000);
      } finally {
        if (folder !== kept) folder.remove();
      }
    };
    try {
      const contenders: Record<string, () => Promise<Samples>> = {
        again: () => startedIn(kept, "steward"),
        first: () => startedIn(temporaryFolder(), "steward"),
      };
      for (const peer of peers) contenders[peer] = () => startedIn(temporaryFolder(), peer);
      if (!smoke) await interleave(1, contenders);
      const measured = await interleave(effort.rounds, contenders);
      const figure = (
        rest: Pick<Figure, "measure" | "unit" | "bar">,
        from: "again" | "first",
        peer: Peer,
        pick: keyof Samples,
      ): Figure => {
        const own = (measured[from] ?? []).map((samples) => samples[pick]);
        const other = (measured[peer] ?? []).map((samples) => samples[pick]);
        return {
          ...rest,
          steward: median(own),
          peer: { name: peerNames[peer], value: median(other) },
          ratio: ratioOf(own, other),
        };
      };
      const figuresAgainst = (peer: Peer): readonly Figure[] => {
        const bar = peer === "quick-start" ? { bar: { atMost: 1.15 } } : {};
        return [
          figure(
            { measure: "spawn → connected, with its data", unit: "ms", ...bar },
            "again",
            peer,
            "connectedMs",
          ),
          figure(
            { measure: "spawn → connected, the very first time", unit: "ms" },
            "first",
            peer,
            "connectedMs",
          ),
          figure(
            { measure: "resident memory when ready", unit: "MB", ...bar },
            "again",
            peer,
            "rssMb",
          ),
        ];
      };
      return {
        figures: peers.flatMap(figuresAgainst),
        broken: [],
      };
    } finally {
      kept.remove();
    }
  },
};
