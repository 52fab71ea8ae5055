import { systemClock } from "../../src/core/clock.ts";
import { createFeishuWebhook } from "../../src/platforms/feishu/webhook.ts";
import { createBareDispatcher } from "../bare-dispatcher.ts";
import { benchAppId, startInProcessApp } from "../in-process-app.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Figure, Row } from "../row.ts";
import { messagePayload } from "../sample-events.ts";
import { asSdkRequest, encryptKey, signedRequest } from "../signed-request.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Deliveries in hand at a time, as in a flood. */
const atOnce = 256;
const parent = `om_${"f".repeat(32)}`;

/** Never answers, so that nothing but taking commands is measured. */
const hanging = (): Promise<never> => new Promise(() => {});

const rateOf = async <T>(
  deliveries: readonly T[],
  take: (delivery: T) => Promise<unknown>,
): Promise<number> => {
  const ms = await timed(async () => {
    for (let start = 0; start < deliveries.length; start += atOnce) {
      await Promise.all(deliveries.slice(start, start + atOnce).map(take));
    }
  });
  return (deliveries.length / ms) * 1000;
};

const parsed = (payload: string): unknown => JSON.parse(payload);

/** What taking a command costs until it may be acknowledged: decoded, routed, durable on disk, queued. */
export const accept: Row = {
  name: "accept",
  about:
    "raw JSON → command safe in the journal (SQLite on disk), plain and encrypted, over the bare EventDispatcher, which keeps nothing",
  run: async ({ rounds, smoke }) => {
    const count = smoke ? 1_000 : 5_000;
    let index = 0;
    const fresh = (): readonly string[] =>
      Array.from({ length: count }, () => {
        index += 1;
        return messagePayload({ appId: benchAppId, index, text: "/pin", parent });
      });
    const signed = () => fresh().map(signedRequest);
    const folder = temporaryFolder();
    const app = await startInProcessApp(folder, { chat: hanging });
    const webhook = createFeishuWebhook({ ...app.reception, encryptKey, clock: systemClock });
    const bare = createBareDispatcher();
    const bareEncrypted = createBareDispatcher(encryptKey);
    try {
      const plain = {
        steward: () => rateOf(fresh(), (payload) => app.dispatcher.invoke(parsed(payload))),
        bare: () =>
          rateOf(fresh(), (payload) =>
            bare.dispatcher.invoke(parsed(payload), { needCheck: false }),
          ),
      };
      const encrypted = {
        steward: () => rateOf(signed(), webhook.handle),
        bare: () =>
          rateOf(signed(), (request) => bareEncrypted.dispatcher.invoke(asSdkRequest(request))),
      };
      const figures: Figure[] = [];
      for (const [measure, contenders] of [
        ["command → journaled, plain", plain],
        ["command → journaled, encrypted and signed", encrypted],
      ] as const) {
        await interleave(1, contenders);
        const rates = await interleave(rounds, contenders);
        figures.push({
          measure,
          unit: "commands/s",
          steward: median(rates.steward),
          peer: { name: "bare EventDispatcher", value: median(rates.bare) },
          ratio: ratioOf(rates.steward, rates.bare),
        });
      }
      const expected = figures.length * count * (rounds + 1);
      const broken =
        app.waiting() === expected
          ? []
          : [`${expected} commands were delivered, ${app.waiting()} were accepted`];
      return { figures, broken };
    } finally {
      await app.close();
      folder.remove();
    }
  },
};
