import { z } from "zod";
import { startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { childAnswer } from "../child-answer.ts";
import { groupSeed, groupsOf, say } from "../groups.ts";
import { describeViolations } from "../limit-violations.ts";
import { median, ratioOf } from "../measure.ts";
import type { Row } from "../row.ts";

const latencyMs = 40;
const medians = z.object({ steward: z.array(z.number()), bare: z.array(z.number()) });

/** What limits, token, retries and decoding add to one idle call. */
export const call: Row = {
  name: "call",
  about:
    "one idle pin call through Steward's gates and client, over the SDK's client alone; the API answers in 40 ms",
  run: async ({ rounds, smoke }) => {
    const callsPerRound = smoke ? 5 : 20;
    const sandbox = await startFeishuSandbox({ latencyMs, seed: groupSeed(1) });
    try {
      const [group] = groupsOf(1);
      if (group === undefined) throw new Error("no group");
      const { url, appId, appSecret } = sandbox;
      const messages = Array.from({ length: 2 * callsPerRound * (rounds + 1) }, () =>
        say(sandbox, group, "please keep this"),
      );
      const question = {
        url,
        appId,
        appSecret,
        chat: group.chatId,
        messages,
        rounds,
        callsPerRound,
      };
      const answer = medians.parse(await childAnswer("call.ts", question));
      const pins = sandbox.world.chats.get(group.chatId)?.pins.size ?? 0;
      return {
        figures: [
          {
            measure: "pin call → response",
            unit: "ms",
            steward: median(answer.steward),
            peer: { name: "SDK client", value: median(answer.bare) },
            ratio: ratioOf(answer.steward, answer.bare),
            bar: { atMost: 1.05 },
          },
        ],
        broken: [
          ...(pins === messages.length
            ? []
            : [`${messages.length - pins} messages were not pinned`]),
          ...describeViolations(sandbox.control.arrivals()),
        ],
      };
    } finally {
      await sandbox.close();
    }
  },
};
