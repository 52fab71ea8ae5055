import { createBareDispatcher } from "../bare-dispatcher.ts";
import { benchAppId, startInProcessApp } from "../in-process-app.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Row } from "../row.ts";
import { chatterText, messagePayload } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Deliveries in hand at a time, as on a busy link. */
const atOnce = 100;

const rateOf = async (
  bodies: readonly Buffer[],
  dispatch: (raw: unknown) => Promise<unknown>,
): Promise<number> => {
  const ms = await timed(async () => {
    for (let start = 0; start < bodies.length; start += atOnce) {
      await Promise.all(
        bodies
          .slice(start, start + atOnce)
          .map((body) => dispatch(JSON.parse(body.toString("utf8")) as unknown)),
      );
    }
  });
  return (bodies.length / ms) * 1000;
};

/** What chatter costs between the socket and being dropped. */
export const chatter: Row = {
  name: "chatter",
  about: "raw JSON → dispatched and dropped, over the SDK's EventDispatcher with a bare handler",
  run: async ({ rounds, smoke }) => {
    const count = smoke ? 5_000 : 40_000;
    const bodies = Array.from({ length: count }, (_, index) =>
      Buffer.from(messagePayload({ appId: benchAppId, index, text: chatterText(index) })),
    );
    const folder = temporaryFolder();
    const app = await startInProcessApp(folder);
    const bare = createBareDispatcher();
    try {
      const contenders = {
        steward: () => rateOf(bodies, (raw) => app.dispatcher.invoke(raw)),
        bare: () => rateOf(bodies, (raw) => bare.dispatcher.invoke(raw, { needCheck: false })),
      };
      await interleave(2, contenders);
      const rates = await interleave(rounds, contenders);
      const expected = count * (rounds + 2);
      const broken = [
        ...(app.taken.chatter === expected ? [] : ["Steward did not see all chatter"]),
        ...(bare.counts.messages === expected ? [] : ["the peer did not see all chatter"]),
      ];
      return {
        figures: [
          {
            measure: "chatter, plain",
            unit: "events/s",
            steward: median(rates.steward),
            peer: { name: "bare EventDispatcher", value: median(rates.bare) },
            ratio: ratioOf(rates.steward, rates.bare),
            bar: { atLeast: 1.2 },
          },
        ],
        broken,
      };
    } finally {
      await app.close();
      folder.remove();
    }
  },
};
