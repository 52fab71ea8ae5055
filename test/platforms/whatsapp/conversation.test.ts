import { expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../../../src/app.ts";
import type { Clock } from "../../../src/core/clock.ts";
import type { ChatId, UserId } from "../../../src/core/ids.ts";
import { silentObserver } from "../../../src/core/observer.ts";
import type { ClickHandler, Intake } from "../../../src/core/platform.ts";
import type { Person } from "../../../src/sandbox/whatsapp/world/world.ts";
import { openSqliteStore } from "../../../src/store/open-sqlite.ts";
import { settingsOf, silentLog } from "../../conversation.ts";
import { settle } from "../../fake-clock.ts";
import { eventually } from "../feishu/eventually.ts";
import { startGatewayRig } from "./gateway-rig.ts";

vi.setConfig({ testTimeout: 60_000 });
const dayMs = 86_400_000;

/** A clock for weeks: it jumps, and what fell due meanwhile runs then, as after a machine slept. */
const jumpingClock = (): Clock & { jump(ms: number): Promise<void> } => {
  let nowMs = Date.UTC(2026, 2, 5, 2, 0, 0);
  const timers = new Set<{ readonly atMs: number; readonly task: () => void }>();
  return {
    now: () => nowMs,
    after: (delayMs, task) => {
      const timer = { atMs: nowMs + delayMs, task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    jump: async (ms) => {
      nowMs += ms;
      for (const timer of [...timers]) {
        if (timer.atMs > nowMs) continue;
        timers.delete(timer);
        timer.task();
      }
      await settle();
    },
  };
};

/** The whole bot in one WhatsApp group, under a clock of ours. */
const aGroup = async () => {
  const clock = jumpingClock();
  const { standIn, platform, events, group, ...rig } = await startGatewayRig(
    { clock },
    { now: clock.now, redeliveryMs: [] },
  );
  const store = await openSqliteStore({ file: ":memory:", clock });
  let take: Intake | undefined;
  const app = createApp({
    platforms: [
      {
        ...platform,
        // The rig has started it already and hands its events over.
        start: (intake: Intake, _onClick: ClickHandler) => {
          take = intake;
          return Promise.resolve();
        },
      },
    ],
    store,
    config: settingsOf({}),
    clock,
    log: silentLog,
    observer: silentObserver,
    incidentId: () => "incident-1",
    newToken: () => "0".repeat(32),
  });
  await app.start();
  onTestFinished(() => app.stop());
  const { control } = standIn;
  const say = async (
    text: string,
    replyTo?: string,
    mentions: readonly string[] = [],
    by: Person = rig.owner,
  ): Promise<string> => {
    const more = { mentions, ...(replyTo === undefined ? {} : { replyTo }) };
    const { id } = control.say({ by, chat: group.jid, text, ...more });
    await rig.delivered();
    const event = events.find((one) => one.type === "message" && one.message === id);
    if (event) await take?.(event);
    return id;
  };
  return {
    clock,
    control,
    store,
    say,
    member: rig.member,
    where: { platform: "whatsapp", account: platform.account, chat: group.jid as ChatId },
    /** Somebody writes: the gateway tells names with what people write, and nowhere else. */
    meet: async (by: Person): Promise<void> => {
      control.say({ by, chat: group.jid, text: "hello" });
      await rig.delivered();
    },
    pinned: () => control.pins(group.jid).map(({ messageId }) => messageId),
    said: () => control.messages(group.jid).filter(({ fromMe }) => fromMe),
    pinCalls: () =>
      control
        .calls()
        .filter(({ path }) => path.includes("pinMessage"))
        .map(({ request }) => request),
  };
};

test("a pin for 60 days is pinned for 30, renewed in time, and unpinned at the asked time", async () => {
  const group = await aGroup();
  const plan = await group.say("the plan");
  await group.say("/pin 60d", plan);
  await eventually(() => expect(group.said()).toHaveLength(1));
  expect(group.said()[0]?.text).toContain("until May 4 at 02:00");

  await group.clock.jump(29 * dayMs - 1);
  expect(group.pinCalls()).toHaveLength(1);
  await group.clock.jump(1);
  await eventually(() => expect(group.pinCalls()).toHaveLength(2));
  expect(group.pinCalls().at(-1)).toMatchObject({ pin: true, messageId: plan, duration: "30d" });
  await group.clock.jump(2 * dayMs);
  expect(group.pinned()).toEqual([plan]);

  // Two days are left then, for which seven are enough.
  await group.clock.jump(27 * dayMs);
  await eventually(() => expect(group.pinCalls()).toHaveLength(3));
  expect(group.pinCalls().at(-1)).toMatchObject({ pin: true, messageId: plan, duration: "7d" });
  await eventually(async () => expect(await group.store.timers.count()).toBe(1));

  await group.clock.jump(2 * dayMs);
  await eventually(() => expect(group.pinCalls().at(-1)).toMatchObject({ pin: false }));
  expect(group.pinned()).toEqual([]);
  expect(group.said()).toHaveLength(1);
});

test("who was given a right is mentioned by number, and nobody else is", async () => {
  const group = await aGroup();
  const digits = group.member.jid.replace(/@.*/, "");
  await group.meet(group.member);
  await group.say(`/grant @${digits} pin 2d`, undefined, [group.member.jid]);

  await eventually(() => expect(group.said()).toHaveLength(1));
  expect(group.said()[0]).toMatchObject({ mentions: [group.member.jid] });
  expect(group.said()[0]?.text).toMatch(new RegExp(`^@${digits} may use`));

  await group.say("/grants");
  await eventually(() => expect(group.said()).toHaveLength(2));
  expect(group.said()[1]).toMatchObject({ mentions: [] });
});

test("a right can be given to somebody who never wrote, and not to somebody who is not there", async () => {
  const group = await aGroup();
  const grantTo = async ({ jid }: Person): Promise<string> => {
    const before = group.said().length;
    await group.say(`/grant @${jid.replace(/@.*/, "")} pin 2d`, undefined, [jid]);
    await eventually(() => expect(group.said()).toHaveLength(before + 1));
    return group.said().at(-1)?.text ?? "";
  };

  expect(await grantTo(group.member)).toContain("may use");
  expect(await grantTo(group.control.addPerson({ name: "Zoe" }))).toContain("not in this group");
});

test("of more pins than WhatsApp keeps, those are listed that can still stand", async () => {
  const group = await aGroup();
  for (const text of ["alpha", "beta", "gamma", "delta"]) {
    const before = group.said().length;
    await group.say("/pin", await group.say(text));
    await eventually(() => expect(group.said()).toHaveLength(before + 1));
    await group.clock.jump(1_000);
  }
  await group.say("/pins");
  await eventually(() => expect(group.said()).toHaveLength(5));
  expect(group.said()[4]?.text).toContain("3 messages are pinned here");
  expect(group.said()[4]?.text).not.toContain("alpha");
});

test("a command that is copied from an answer is understood", async () => {
  const group = await aGroup();
  await group.say("/settings");
  await eventually(() => expect(group.said()).toHaveLength(1));
  const example = /\/settings pin\S+ moderator/.exec(group.said()[0]?.text ?? "")?.[0] ?? "";

  await group.say(example);
  await eventually(() => expect(group.said()).toHaveLength(2));
  expect(group.said()[1]?.text).toContain("moderators and above");
});

test("what was written down of somebody under another id of theirs still counts, and can be taken back", async () => {
  const group = await aGroup();
  const { where, store, member } = group;
  const lid = member.lid as UserId;
  await group.meet(member);
  await store.grants.put({ ...where, user: lid, what: "pin", by: lid, atMs: group.clock.now() });
  await store.settings.put({
    ...where,
    key: "pins.deny",
    value: [lid],
    by: lid,
    atMs: group.clock.now(),
  });
  const answer = async (...said: Parameters<typeof group.say>): Promise<string> => {
    const before = group.said().length;
    await group.say(...said);
    await eventually(() => expect(group.said()).toHaveLength(before + 1));
    return group.said().at(-1)?.text ?? "";
  };
  const plan = await group.say("the plan");

  expect(await answer("/pin", plan, [], member)).toContain("I asked the platform to pin");
  expect(await answer("/pins", undefined, [], member)).toContain("list of people who may not use");
  const digits = member.jid.replace(/@.*/, "");
  expect(await answer(`/revoke @${digits} pin`, undefined, [member.jid])).toContain(
    "no longer has",
  );
  expect(await store.grants.list(where, where.chat)).toEqual([]);
});
