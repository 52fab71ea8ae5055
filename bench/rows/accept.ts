import { createBareDispatcher } from "../bare-dispatcher.ts";
import { benchAppId, startInProcessApp } from "../in-process-app.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Row } from "../row.ts";
import { messagePayload } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Deliveries in hand at a time, as in a flood. */
const atOnce = 256;
const parent = `om_${"f".repeat(32)}`;

/** Never answers, so that nothing but taking commands is measured. */
const hanging = (): Promise<never> => new Promise(() => {});

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

/** What taking a command costs until it may be acknowledged: decoded, routed, durable on disk, queued. */
export const accept: Row = {
  name: "accept",
  about:
    "raw JSON → command safe in the journal (SQLite on disk), over the bare EventDispatcher, which keeps nothing",
  run: async ({ rounds, smoke }) => {
    const count = smoke ? 1_000 : 5_000;
    let index = 0;
    const fresh = (): readonly Buffer[] =>
      Array.from({ length: count }, () => {
        index += 1;
        return Buffer.from(messagePayload({ appId: benchAppId, index, text: "/pin", parent }));
      });
    const folder = temporaryFolder();
    const app = await startInProcessApp(folder, { chat: hanging });
    const bare = createBareDispatcher();
    try {
      const contenders = {
        steward: () => rateOf(fresh(), (raw) => app.dispatcher.invoke(raw)),
        bare: () => rateOf(fresh(), (raw) => bare.dispatcher.invoke(raw, { needCheck: false })),
      };
      await interleave(1, contenders);
      const rates = await interleave(rounds, contenders);
      const expected = count * (rounds + 1);
      const broken =
        app.waiting() === expected
          ? []
          : [`${expected} commands were delivered, ${app.waiting()} were accepted`];
      return {
        figures: [
          {
            measure: "command → journaled",
            unit: "commands/s",
            steward: median(rates.steward),
            peer: { name: "bare EventDispatcher", value: median(rates.bare) },
            ratio: ratioOf(rates.steward, rates.bare),
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
