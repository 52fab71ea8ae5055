import { say } from "../groups.ts";
import { describeViolations } from "../limit-violations.ts";
import { spreadOf } from "../measure.ts";
import type { Row } from "../row.ts";
import { openStage } from "../stage.ts";

const latencyMs = 60;
/** Calls a second that the platform allows on one message. */
const limitPerSecond = 5;
/**
 * What any client can reach that never exceeds the limit: it knows only that a call arrived between being sent
 * and being answered, so each holds its place for a round trip longer than the platform's second.
 */
const idealPerSecond = limitPerSecond / (1 + latencyMs / 1000);

/** How well the limit of one message is used when everybody toggles it. */
export const hotMessage: Row = {
  name: "hot-message",
  about:
    "/pin and /unpin by turns on one message, all at once; calls a second over the 5 / (1 s + round trip) that is possible",
  run: async ({ rounds, smoke }) => {
    const perRound = smoke ? 10 : 20;
    const stage = await openStage({
      bot: "steward",
      groups: 1,
      sandbox: { latencyMs },
    });
    try {
      const [group] = stage.groups;
      if (group === undefined) throw new Error("no group");
      const parentId = say(stage.sandbox, group, "please keep this");
      const count = perRound * rounds;
      const patienceMs = (count / idealPerSecond) * 3000 + 5000;
      const answers = await Promise.race([
        Promise.all(
          Array.from({ length: count }, (_, index) =>
            stage.command({
              group,
              parentId,
              text: index % 2 === 0 ? "/pin" : "/unpin",
              patienceMs,
            }),
          ),
        ),
        stage.bot.crashed,
      ]);
      const arrivals = stage.sandbox.control.arrivals();
      const calls = arrivals
        .filter(
          ({ api, messageId }) => /^pin\.(create|delete)$/.test(api) && messageId === parentId,
        )
        .map(({ atMs }) => atMs);
      // Over whole windows, from a call to the fifth after it, so that the first burst does not flatter.
      const rates = Array.from({ length: rounds }, (_, round) => {
        const part = calls.slice(round * perRound, (round + 1) * perRound + limitPerSecond);
        const windows = part
          .slice(limitPerSecond)
          .map((atMs, index) => atMs - (part[index] ?? Number.NaN));
        const meanMs = windows.reduce((sum, ms) => sum + ms, 0) / windows.length;
        return limitPerSecond / (meanMs / 1000);
      });
      const unanswered = answers.filter(({ ms }) => !Number.isFinite(ms)).length;
      return {
        figures: [
          {
            measure: `pins and unpins of one message, API answers in ${latencyMs} ms`,
            unit: "/s",
            steward: spreadOf(rates).median,
            peer: { name: "possible", value: idealPerSecond },
            ratio: spreadOf(rates.map((rate) => rate / idealPerSecond)),
            bar: { atLeast: 0.97 },
          },
        ],
        broken: [
          ...(unanswered === 0 ? [] : [`${unanswered} of ${count} commands not answered`]),
          ...describeViolations(arrivals),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};
