import { type Group, say } from "../groups.ts";
import { describeViolations } from "../limit-violations.ts";
import { spreadOf } from "../measure.ts";
import type { Row } from "../row.ts";
import { isPinned, openStage, type Stage } from "../stage.ts";

const latencyMs = 60;
/** Calls a second that the platform allows on one message. */
const limitPerSecond = 5;
/**
 * What any client can reach that never exceeds the limit: it knows only that a call arrived between being sent
 * and being answered, so each holds its place for a round trip longer than the platform's second.
 */
const idealPerSecond = limitPerSecond / (1 + latencyMs / 1000);

/** When the platform was asked to pin or unpin the message. */
const callsOn = ({ sandbox }: Stage, messageId: string): readonly number[] =>
  sandbox.control
    .arrivals()
    .filter((one) => /^pin\.(create|delete)$/.test(one.api) && one.messageId === messageId)
    .map(({ atMs }) => atMs);

const toggle = (index: number): string => (index % 2 === 0 ? "/pin" : "/unpin");

interface Joined {
  readonly calls: number;
  readonly ms: number;
  readonly broken: readonly string[];
}

/** Everybody toggles it at the same time: what waits is done together. */
const atOnce = async (stage: Stage, group: Group, count: number): Promise<Joined> => {
  const { world } = stage.sandbox;
  const parentId = say(stage.sandbox, group, "please keep this");
  const patienceMs = (count / idealPerSecond) * 3000 + 5000;
  const beganMs = performance.now();
  const answered = { marks: 0 };
  const commands = Array.from({ length: count }, (_, index) =>
    stage.command({ group, parentId, text: toggle(index), patienceMs }).then(({ ms }) => {
      if (Number.isFinite(ms)) answered.marks += 1;
    }),
  );
  // Whose command was overtaken is told so by a private card, which names the commands; the sign of waiting does not.
  const cards = () =>
    [...world.ephemeral.values()].filter(
      ({ chatId, card }) => chatId === group.chatId && JSON.stringify(card).includes("/"),
    );
  const told = (): number => answered.marks + cards().length;
  while (told() < count && performance.now() - beganMs < patienceMs)
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 5)), stage.bot.crashed]);
  const ms = performance.now() - beganMs;
  stage.forget();
  await Promise.all(commands);
  const shouldStand = toggle(count - 1) === "/pin";
  return {
    calls: callsOn(stage, parentId).length,
    ms,
    broken: [
      ...(told() === count ? [] : [`${count - told()} of ${count} commands not answered`]),
      ...(isPinned(stage.sandbox, group, parentId) === shouldStand
        ? []
        : ["the last command did not win"]),
    ],
  };
};

/** Somebody toggles it again and again, as soon as they are answered: nothing waits, so the limit is what counts. */
const oneByOne = async (stage: Stage, group: Group, count: number): Promise<readonly number[]> => {
  const parentId = say(stage.sandbox, group, "please keep this");
  for (let index = 0; index < count; index += 1) {
    const asked = { group, parentId, text: toggle(index), patienceMs: 30_000 };
    await Promise.race([stage.command(asked), stage.bot.crashed]);
  }
  return callsOn(stage, parentId);
};

/** How well the limit of one message is used, and how little of it is needed, when it is toggled. */
export const hotMessage: Row = {
  name: "hot-message",
  about:
    "/pin and /unpin by turns on one message: one after the other, calls a second over the 5 / (1 s + round trip) that is possible; and 100 at once, of which only the last wanted state need be asked for",
  run: async ({ rounds, smoke }) => {
    const perRound = smoke ? 10 : 20;
    const crowd = smoke ? 20 : 100;
    const stage = await openStage({ bot: "steward", groups: 1 + rounds, sandbox: { latencyMs } });
    try {
      const [group, ...groups] = stage.groups;
      if (group === undefined) throw new Error("no group");
      const calls = await oneByOne(stage, group, perRound * rounds);
      // Over whole windows, from a call to the fifth after it, so that the first burst does not flatter.
      const rates = Array.from({ length: rounds }, (_, round) => {
        const part = calls.slice(round * perRound, (round + 1) * perRound + limitPerSecond);
        const windows = part
          .slice(limitPerSecond)
          .map((atMs, index) => atMs - (part[index] ?? Number.NaN));
        const meanMs = windows.reduce((sum, ms) => sum + ms, 0) / windows.length;
        return limitPerSecond / (meanMs / 1000);
      });
      const joined: Joined[] = [];
      for (const other of groups) joined.push(await atOnce(stage, other, crowd));
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
          {
            measure: `calls for ${crowd} at once`,
            unit: "",
            steward: spreadOf(joined.map((one) => one.calls)).median,
            peer: { name: "one for each", value: crowd },
            bar: { atMost: 12 },
          },
          {
            measure: `${crowd} at once → all answered`,
            unit: "ms",
            steward: spreadOf(joined.map(({ ms }) => ms)).median,
            peer: { name: "one for each", value: (crowd / idealPerSecond) * 1000 },
          },
        ],
        broken: [
          ...(calls.length === perRound * rounds
            ? []
            : [`${calls.length} calls for ${perRound * rounds} commands one after the other`]),
          ...joined.flatMap(({ broken }) => broken),
          ...describeViolations(stage.sandbox.control.arrivals()),
        ],
      };
    } finally {
      await stage.close();
    }
  },
};
