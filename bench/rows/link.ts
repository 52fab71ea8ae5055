import { setTimeout as sleep } from "node:timers/promises";
import { type BotKind, type Peer, peerNames, peersOf } from "../bot-process.ts";
import { eventFrame } from "../frame-sandbox.ts";
import { groupSeed } from "../groups.ts";
import { type LinkedBot, openLinkedBot } from "../linked-bot.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Bar, Figure, Row } from "../row.ts";
import { chatterText, messagePayload } from "../sample-events.ts";

interface Samples {
  readonly perSecond: number;
  readonly cpuUs: number;
}

const flood = async ({ bot, link }: LinkedBot, frames: readonly Uint8Array[]): Promise<Samples> => {
  const cpuMs = bot.cpuMs();
  const ms = await timed(() => Promise.race([link.blast(frames), bot.crashed]));
  // Work that a bot left for after the acknowledgement counts too.
  await sleep(300);
  return {
    perSecond: (frames.length / ms) * 1000,
    cpuUs: ((bot.cpuMs() - cpuMs) / frames.length) * 1000,
  };
};

/** Peers that would take minutes over as many events as the others take in a second. */
const shareOf = (kind: BotKind): number => (kind === "koishi" ? 0.1 : 1);

const bars: Readonly<Record<Peer, Bar>> = {
  "quick-start": { atLeast: 0.95 },
  channel: { atLeast: 1.5 },
  koishi: { atLeast: 10 },
};

/** How much chatter a bot takes over the long connection until all is acknowledged. */
export const link: Row = {
  name: "link",
  about:
    "chatter over the long connection, sent at once until all is acknowledged, over the SDK's quick-start bot",
  run: async (effort) => {
    const { rounds } = effort;
    const count = effort.smoke ? 3_000 : 20_000;
    const peers = peersOf(effort);
    let index = 0;
    const frames = (kind: BotKind, appId: string): readonly Uint8Array[] =>
      Array.from({ length: count * shareOf(kind) }, () => {
        index += 1;
        const text = chatterText(index);
        return eventFrame(messagePayload({ appId, index, text }), `blast-${index}`);
      });
    const opened: [BotKind, LinkedBot][] = [];
    try {
      for (const kind of ["steward", ...peers] as const)
        opened.push([kind, await openLinkedBot(kind, { seed: groupSeed(1) })]);
      const contenders = Object.fromEntries(
        opened.map(([kind, bot]) => [kind, () => flood(bot, frames(kind, bot.link.sandbox.appId))]),
      );
      await interleave(2, contenders);
      const measured = await interleave(rounds, contenders);
      const of = (kind: BotKind, pick: keyof Samples): readonly number[] =>
        (measured[kind] ?? []).map((samples) => samples[pick]);
      const against = (
        peer: Peer,
        pick: keyof Samples,
        rest: Pick<Figure, "measure" | "unit" | "bar">,
      ): Figure => ({
        ...rest,
        steward: median(of("steward", pick)),
        peer: { name: peerNames[peer], value: median(of(peer, pick)) },
        ratio: ratioOf(of("steward", pick), of(peer, pick)),
      });
      return {
        figures: peers.flatMap((peer) => [
          against(peer, "perSecond", {
            measure: "chatter acknowledged",
            unit: "events/s",
            bar: bars[peer],
          }),
          against(peer, "cpuUs", { measure: "processor time of the bot per event", unit: "µs" }),
        ]),
        broken: [],
      };
    } finally {
      for (const [, bot] of opened) await bot.close();
    }
  },
};
