import { setTimeout as sleep } from "node:timers/promises";
import { type BotKind, type Peer, peerNames, peersOf } from "../bot-process.ts";
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
  size: { readonly rounds: number; readonly commands: number; readonly peers: readonly Peer[] },
): Promise<{ readonly figures: readonly Figure[]; readonly broken: readonly string[] }> => {
  const stages: [BotKind, Stage][] = [];
  const lost: string[] = [];
  try {
    for (const bot of ["steward", ...size.peers] as const)
      stages.push([bot, await openStage({ bot, groups: 1, sandbox: { latencyMs } })]);
    const contenders = Object.fromEntries(
      stages.map(([bot, stage]) => [bot, () => converse(stage, size.commands, lost)]),
    );
    // Once to warm up: connections, tokens, roles, compiled code.
    await interleave(1, contenders);
    const rounds = await interleave(size.rounds, contenders);
    const of = (bot: BotKind, pick: keyof Samples): readonly number[] =>
      (rounds[bot] ?? []).map((samples) => samples[pick]);
    const figure = (peer: Peer, measure: string, pick: keyof Samples): Figure => ({
      measure: `${measure}, API answers in ${latencyMs} ms`,
      unit: "ms",
      steward: median(of("steward", pick)),
      peer: { name: peerNames[peer], value: median(of(peer, pick)) },
      ratio: ratioOf(of("steward", pick), of(peer, pick)),
    });
    const own = stages.find(([bot]) => bot === "steward")?.[1].sandbox.control.arrivals() ?? [];
    return {
      figures: size.peers.flatMap((peer) => [
        figure(peer, "command → pin call arrives", "toCall"),
        {
          ...figure(peer, "command → answered", "toReply"),
          ...(latencyMs > 0 && peer === "quick-start" ? { bar: { atMost: 1.05 } } : {}),
        },
      ]),
      broken: [...lost, ...describeViolations(own)],
    };
  } finally {
    for (const [, stage] of stages) await stage.close();
  }
};

/** One idle command at a time, end to end over the long connection, both bots in processes of their own. */
export const reply: Row = {
  name: "reply",
  about:
    "an idle command, from being said to being answered by a reaction, over the SDK's quick-start bot",
  run: async (effort) => {
    const { rounds, smoke } = effort;
    const size = { rounds, commands: smoke ? 5 : 20, peers: peersOf(effort) };
    const parts = [];
    for (const latencyMs of smoke ? [0] : [0, 40]) parts.push(await measureAt(latencyMs, size));
    return {
      figures: parts.flatMap(({ figures }) => figures),
      broken: parts.flatMap(({ broken }) => broken),
    };
  },
};
