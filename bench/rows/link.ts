import { setTimeout as sleep } from "node:timers/promises";
import type { BotKind } from "../bot-process.ts";
import { eventFrame } from "../frame-sandbox.ts";
import { groupSeed } from "../groups.ts";
import { type LinkedBot, openLinkedBot } from "../linked-bot.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Figure, Row } from "../row.ts";
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

const names: Readonly<Record<BotKind, string>> = {
  steward: "Steward",
  "quick-start": "quick start",
  channel: "LarkChannel",
};

/** How much chatter a bot takes over the long connection until all is acknowledged. */
export const link: Row = {
  name: "link",
  about:
    "chatter over the long connection, sent at once until all is acknowledged, over the SDK's quick-start bot",
  run: async ({ rounds, smoke, peers }) => {
    const count = smoke ? 3_000 : 20_000;
    const kinds: readonly BotKind[] = peers
      ? ["steward", "quick-start", "channel"]
      : ["steward", "quick-start"];
    let index = 0;
    const frames = (appId: string): readonly Uint8Array[] =>
      Array.from({ length: count }, () => {
        index += 1;
        const text = chatterText(index);
        return eventFrame(messagePayload({ appId, index, text }), `blast-${index}`);
      });
    const opened: [BotKind, LinkedBot][] = [];
    try {
      for (const kind of kinds)
        opened.push([kind, await openLinkedBot(kind, { seed: groupSeed(1) })]);
      const contenders = Object.fromEntries(
        opened.map(([kind, peer]) => [kind, () => flood(peer, frames(peer.link.sandbox.appId))]),
      );
      await interleave(2, contenders);
      const measured = await interleave(rounds, contenders);
      const of = (kind: BotKind, pick: keyof Samples): readonly number[] =>
        (measured[kind] ?? []).map((samples) => samples[pick]);
      const against = (
        kind: BotKind,
        pick: keyof Samples,
        rest: Pick<Figure, "measure" | "unit" | "bar">,
      ): Figure => ({
        ...rest,
        steward: median(of("steward", pick)),
        peer: { name: names[kind], value: median(of(kind, pick)) },
        ratio: ratioOf(of("steward", pick), of(kind, pick)),
      });
      return {
        figures: [
          against("quick-start", "perSecond", {
            measure: "chatter acknowledged",
            unit: "events/s",
            bar: { atLeast: 0.95 },
          }),
          against("quick-start", "cpuUs", {
            measure: "processor time of the bot per event",
            unit: "µs",
          }),
          ...(peers
            ? [
                against("channel", "perSecond", {
                  measure: "chatter acknowledged",
                  unit: "events/s",
                  bar: { atLeast: 1.5 },
                }),
              ]
            : []),
        ],
        broken: [],
      };
    } finally {
      for (const [, peer] of opened) await peer.close();
    }
  },
};
