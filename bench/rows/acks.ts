import { setTimeout as sleep } from "node:timers/promises";
import type { FeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import type { BotKind } from "../bot-process.ts";
import { type Group, groupSeed, groupsOf, say } from "../groups.ts";
import { openLinkedBot } from "../linked-bot.ts";
import { percentile, spreadOf } from "../measure.ts";
import type { Figure, Row } from "../row.ts";

/** How slowly the platform answers every call. */
const latencyMs = 2_000;
/** The platform waits so long for an acknowledgement, and then delivers again. */
const platformPatienceMs = 3_000;
const commandsAtOnce = 60;

interface Peer {
  /** Says something and delivers it: the milliseconds until the bot acknowledged it. */
  tell(group: Group, text: string, parentId?: string): { id: string; acked: Promise<number> };
  close(): Promise<void>;
}

/** What a delivery of the sandbox's world looks like on the wire. */
const wire = (
  { world }: FeishuSandbox,
  event: { type: string; body: () => Readonly<Record<string, unknown>> },
): string =>
  JSON.stringify({
    schema: "2.0",
    header: {
      event_id: world.randomHex(16),
      event_type: event.type,
      create_time: String(Date.now()),
      token: "",
      app_id: world.app.appId,
      tenant_key: world.app.tenantKey,
    },
    event: event.body(),
  });

const open = async (kind: BotKind, groups: number): Promise<Peer> => {
  const { bot, link, close } = await openLinkedBot(kind, { seed: groupSeed(groups), latencyMs });
  let payload = "";
  link.sandbox.world.onEvent((event) => {
    if (event.type === "im.message.receive_v1") payload = wire(link.sandbox, event);
  });
  return {
    tell: (group, text, parentId) => {
      const id = say(link.sandbox, group, text, parentId);
      return { id, acked: Promise.race([link.push(payload), bot.crashed]) };
    },
    close,
  };
};

/** Messages and commands on them one at a time, each in a group of its own. */
const idle = async (peer: Peer, groups: readonly Group[]): Promise<readonly number[]> => {
  const times: number[] = [];
  for (const group of groups) {
    const target = peer.tell(group, "please keep this");
    times.push(await target.acked);
    await sleep(20);
    times.push(await peer.tell(group, "/pin", target.id).acked);
    await sleep(20);
  }
  return times;
};

/** Many commands on one message at once, and chatter around them. */
const rush = async (
  peer: Peer,
  [hot, ...others]: readonly Group[],
  chatter: number,
): Promise<readonly number[]> => {
  if (hot === undefined) throw new Error("no group");
  const target = peer.tell(hot, "please keep this");
  const talk = [target.acked];
  await target.acked;
  const asked = Array.from(
    { length: commandsAtOnce },
    () => peer.tell(hot, "/pin", target.id).acked,
  );
  for (let index = 0; index < chatter; index += 1) {
    const group = others[index % others.length] ?? hot;
    talk.push(peer.tell(group, "just talking").acked);
    await sleep(5);
  }
  return Promise.all([...talk, ...asked]);
};

const late = (times: readonly number[]): number =>
  times.filter((ms) => ms > platformPatienceMs).length;

/** How soon events are acknowledged while the platform is slow. */
export const acks: Row = {
  name: "acks",
  about:
    "frame sent → acknowledged while every API call takes 2 s; late are those over the platform's 3 s",
  run: async ({ rounds, smoke }) => {
    const perRound = smoke ? 5 : 20;
    const chatter = smoke ? 40 : 200;
    const groups = groupsOf(rounds * (perRound + 10));
    const groupsOfRound = (round: number): readonly Group[] =>
      groups.slice(round * (perRound + 10), (round + 1) * (perRound + 10));
    const [steward, quickStart] = await Promise.all([
      open("steward", groups.length),
      smoke ? undefined : open("quick-start", groups.length),
    ]);
    try {
      const idleMs: number[] = [];
      const rushMs: number[] = [];
      const rushP99Ms: number[] = [];
      const peerRushMs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const here = groupsOfRound(round);
        idleMs.push(...(await idle(steward, here.slice(0, perRound))));
        const own = await rush(steward, here.slice(perRound), chatter);
        rushMs.push(...own);
        rushP99Ms.push(percentile(own, 0.99));
        // The peer's acknowledgements are seconds away: twice is enough to see them.
        if (quickStart !== undefined && round < 2)
          peerRushMs.push(...(await rush(quickStart, here.slice(perRound), chatter)));
      }
      const lost = [...idleMs, ...rushMs].filter((ms) => !Number.isFinite(ms)).length;
      const figure = (measure: string, steward: number, rest: Partial<Figure> = {}): Figure => ({
        measure,
        unit: "ms",
        steward,
        ...rest,
      });
      return {
        figures: [
          figure("ack of one event at a time, p50", percentile(idleMs, 0.5)),
          figure("ack of one event at a time, p99", percentile(idleMs, 0.99), {
            bar: { atMost: 50 },
          }),
          figure(
            `ack, ${commandsAtOnce} commands on one message and chatter, p50`,
            percentile(rushMs, 0.5),
            {
              peer: { name: "quick start", value: percentile(peerRushMs, 0.5) },
            },
          ),
          figure("the same, p99 (median of rounds)", spreadOf(rushP99Ms).median, {
            peer: { name: "quick start", value: percentile(peerRushMs, 0.99) },
            bar: { atMost: 50 },
          }),
          {
            measure: "acks later than 3 s, or refused, in 100",
            unit: "",
            steward: (late(rushMs) / rushMs.length) * 100,
            peer: { name: "quick start", value: (late(peerRushMs) / peerRushMs.length) * 100 },
            bar: { atMost: 0 },
          },
        ],
        broken: lost > 0 ? [`${lost} events were not acknowledged`] : [],
      };
    } finally {
      await steward.close();
      await quickStart?.close();
    }
  },
};
