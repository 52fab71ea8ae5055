import { systemClock } from "../../src/core/clock.ts";
import type { WebhookRequest } from "../../src/core/platform.ts";
import { createFeishuWebhook } from "../../src/platforms/feishu/webhook.ts";
import { createBareDispatcher } from "../bare-dispatcher.ts";
import { benchAppId, startInProcessApp } from "../in-process-app.ts";
import { interleave, median, ratioOf, timed } from "../measure.ts";
import type { Row } from "../row.ts";
import { chatterText, messagePayload } from "../sample-events.ts";
import { asSdkRequest, encryptKey, signedRequest } from "../signed-request.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const atOnce = 100;

const requestOf = (index: number): WebhookRequest =>
  signedRequest(messagePayload({ appId: benchAppId, index, text: chatterText(index) }));

const rateOf = async (
  requests: readonly WebhookRequest[],
  take: (request: WebhookRequest) => Promise<unknown>,
): Promise<number> => {
  const ms = await timed(async () => {
    for (let start = 0; start < requests.length; start += atOnce) {
      await Promise.all(requests.slice(start, start + atOnce).map(take));
    }
  });
  return (requests.length / ms) * 1000;
};

/** What chatter costs when it comes signed and encrypted by HTTP, without the HTTP. */
export const webhook: Row = {
  name: "webhook",
  about:
    "raw bytes → signature, decryption, dispatch; over the SDK's EventDispatcher with an encrypt key",
  run: async ({ rounds, smoke }) => {
    const count = smoke ? 2_000 : 15_000;
    const requests = Array.from({ length: count }, (_, index) => requestOf(index));
    const folder = temporaryFolder();
    const app = await startInProcessApp(folder);
    const bare = createBareDispatcher(encryptKey);
    try {
      const contenders = {
        steward: () => {
          // Its own, since the same requests come again each round and are no replays here.
          const { handle } = createFeishuWebhook({
            ...app.reception,
            encryptKey,
            clock: systemClock,
          });
          return rateOf(requests, handle);
        },
        bare: () => rateOf(requests, (request) => bare.dispatcher.invoke(asSdkRequest(request))),
      };
      await interleave(2, contenders);
      const rates = await interleave(rounds, contenders);
      const expected = count * (rounds + 2);
      const broken = [
        ...(app.taken.chatter === expected ? [] : ["Steward did not take all requests"]),
        ...(bare.counts.messages === expected ? [] : ["the peer did not take all requests"]),
      ];
      return {
        figures: [
          {
            measure: "chatter, encrypted and signed",
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
