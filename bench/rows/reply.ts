import { setTimeout as sleep } from "node:timers/promises";
import type { BotKind } from "../bot-process.ts";
import { say } from "../groups.ts";
import { describeViolations } from "../limit-violations.ts";
import { interleave, median, ratioOf } from "../measure.ts";
import type { Figure, Row } from "../row.ts";
import { isPinned, openStage, type Stage } from "../stage.ts";

/** Slower than 1000 a minute, so that no limit is part of what is measured. */
const betweenMs = 65;

interface Samples {
  /** From saying the command to the arrival of the call that pins, at the platform. */
  readonly toCall: number;
  /** From saying the command to the reaction that answers it. */
  readonly toReply: number;
}

/** One idle command after the other; the medians of both times. */
const converse = async (stage: Stage, commands: number, lost: string[]): Promise<Samples> => {
  const group = stage.groups[0];
  if (group === undefined) throw new Error("no group");
  const toCall: number[] = [];
  const toReply: number[] = [];
  for (let index = 0; index < commands; index += 1) {
    const target = say(stage.sandbox, group, "please keep this");
    await sleep(betweenMs / 2);
    const ask = { group, text: "/pin", parentId: target, patienceMs: 5_000 };
    const { ms, saidAtMs } = await stage.command(ask);
    toReply.push(ms);
    const call = stage.sandbox.control
      .arrivals()
      .findLast(({ api, messageId }) => api === "pin.create" && messageId === target);
    toCall.push((call?.atMs ?? Number.NaN) - performance.timeOrigin - saidAtMs);
    if (!Number.isFinite(ms)) lost.push("a command was not answered");
    else if (!isPinned(stage.sandbox, group, target)) lost.push("a message was not pinned");
    await sleep(betweenMs / 2);
  }
  return { toCall: median(toCall), toReply: median(toReply) };
};

const measureAt = async (
  latencyMs: number,
  size: { readonly rounds: number; readonly commands: number },
): Promise<{ readonly figures: readonly Figure[]; readonly broken: readonly string[] }> => {
  const open = (bot: BotKind): Promise<Stage> =>
    openStage({ bot, groups: 1, sandbox: { latencyMs } });
  const steward = await open("steward");
  const quickStart = await open("quick-start");
  const lost: string[] = [];
  try {
    const contenders = {
      steward: () => converse(steward, size.commands, lost),
      quickStart: () => converse(quickStart, size.commands, lost),
    };
    // Once to warm up: connections, tokens, roles, compiled code.
    await interleave(1, contenders);
    const rounds = await interleave(size.rounds, contenders);
    const figure = (measure: string, pick: keyof Samples): Figure => {
      const own = rounds.steward.map((samples) => samples[pick]);
      const peer = rounds.quickStart.map((samples) => samples[pick]);
      return {
        measure: `${measure}, API answers in ${latencyMs} ms`,
        unit: "ms",
        steward: median(own),
        peer: { name: "quick start", value: median(peer) },
        ratio: ratioOf(own, peer),
      };
    };
    return {
      figures: [
        figure("command → pin call arrives", "toCall"),
        {
          ...figure("command → answered", "toReply"),
          ...(latencyMs > 0 ? { bar: { atMost: 1.05 } } : {}),
        },
      ],
      broken: [...lost, ...describeViolations(steward.sandbox.control.arrivals())],
    };
  } finally {
    await steward.close();
    await quickStart.close();
  }
};

/** One idle command at a time, end to end over the long connection, both bots in processes of their own. */
export const reply: Row = {
  name: "reply",
  about:
    "an idle command, from being said to being answered by a reaction, over the SDK's quick-start bot",
  run: async ({ rounds, smoke }) => {
    const size = { rounds, commands: smoke ? 5 : 20 };
    const parts = [];
    for (const latencyMs of smoke ? [0] : [0, 40]) parts.push(await measureAt(latencyMs, size));
    return {
      figures: parts.flatMap(({ figures }) => figures),
      broken: parts.flatMap(({ broken }) => broken),
    };
  },
};
