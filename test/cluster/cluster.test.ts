import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { startFeishuSandbox } from "../../src/sandbox/feishu/sandbox.ts";
import { type BotProcess, killBots, startBot } from "../bot-process.ts";
import { badlyAnswered, cardsInTheAir } from "../kill/badly-answered.ts";
import { createDice } from "../kill/dice.ts";
import { casesOf, effectsOf } from "../kill/expected.ts";
import { createGroups } from "../kill/groups.ts";
import { hasPostgres, newSchema } from "../store/postgres-server.ts";
import { openClusterRows } from "./cluster-rows.ts";
import { hasRedis, startRedis } from "./redis-server.ts";

/** Repeat a failed run with STEWARD_KILL_SEED; make it longer with the other two. */
const seed = Number(process.env.STEWARD_KILL_SEED ?? Date.now() % 1_000_000);
const commandCount = Number(process.env.STEWARD_CLUSTER_COMMANDS ?? 1_000);
const talkMs = Number(process.env.STEWARD_CLUSTER_TALK_MS ?? 120_000);
const groupCount = 12;
const instanceCount = 3;
const redeliverMs = 1_000;
const patienceMs = 180_000;
const failoverMs = 15_000;
/** Starting three processes at once takes a slow machine a while. */
const startMs = 60_000;

const cleanups: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  await killBots();
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const aCluster = async () => {
  const sandbox = await startFeishuSandbox({
    redeliveryMs: Array.from({ length: 200 }, () => redeliverMs),
    ackTimeoutMs: 3_000,
    latencyMs: 60,
    jitterMs: 60,
    clientConfig: { ReconnectNonce: 0, ReconnectInterval: 0.2 },
  });
  cleanups.push(() => sandbox.close());
  const { url, remove } = await newSchema();
  cleanups.push(remove);
  const redis = await startRedis();
  cleanups.push(redis.kill);
  const rows = await openClusterRows(url);
  cleanups.push(rows.close);
  const folder = mkdtempSync(join(tmpdir(), "steward-cluster-"));
  cleanups.push(async () => rmSync(folder, { recursive: true, force: true }));
  const start = (): BotProcess =>
    startBot(sandbox, folder, { DATABASE_URL: url, REDIS_URL: redis.url });
  /** Starts them all, and waits until each counts with the others and is connected. */
  const startAll = async (): Promise<BotProcess[]> => {
    const bots = Array.from({ length: instanceCount }, () => start());
    await Promise.all(bots.map((bot) => bot.said("limits are shared through Redis")));
    await expect
      .poll(() => sandbox.control.state().app.connections, { timeout: startMs })
      .toBe(instanceCount);
    return bots;
  };
  return { sandbox, redis, rows, start, startAll };
};

const together = (await hasPostgres()) && (await hasRedis());

describe.skipIf(!together)("three instances on PostgreSQL and Redis", () => {
  test(`killed at any moment, they act once, answer once and keep the order (seed ${seed})`, {
    timeout: talkMs + patienceMs + 3 * startMs,
  }, async () => {
    const dice = createDice(seed);
    const { sandbox, redis, rows, start, startAll } = await aCluster();
    const groups = createGroups(sandbox, dice, groupCount);
    const bots = await startAll();

    // A fifth of what was delivered comes again later, acknowledged or not, to whichever instance.
    const again = new Set<unknown>();
    sandbox.world.onEvent((event) => {
      if (again.has(event) || !dice.chance(1 / 5)) return;
      again.add(event);
      void pause(dice.between(300, 4_000)).then(() => sandbox.world.emit(event));
    });

    /** A private card carries no key: one that was in the air at a kill may have been shown or not. */
    const inTheAir = new Set<string>();
    const silence = new AbortController();
    const talking = (): boolean => !silence.signal.aborted;
    const killing = (async () => {
      for (let round = 1; talking(); round += 1) {
        await pause(dice.between(1_500, 6_000));
        if (!talking()) break;
        const victim = dice.between(0, instanceCount - 1);
        // Now and then one only stands still, others take over, and it wakes in the middle of what it was at.
        if (dice.chance(0.2)) {
          bots[victim]?.child.kill("SIGSTOP");
          for (const message of cardsInTheAir(await rows.journal())) inTheAir.add(message);
          await pause(dice.between(2_000, 12_000));
          bots[victim]?.child.kill("SIGCONT");
          continue;
        }
        // Now and then in good order, as a rolling update does.
        const signal = dice.chance(0.25) ? "SIGTERM" : "SIGKILL";
        await bots[victim]?.end(signal);
        for (const message of cardsInTheAir(await rows.journal())) inTheAir.add(message);
        if (round % 5 === 0) await redis.flush();
        await pause(dice.between(0, 2_000));
        bots[victim] = start();
      }
    })();
    const moments = Array.from({ length: commandCount }, () => dice.next() * talkMs).sort(
      (a, b) => a - b,
    );
    let nowMs = 0;
    for (const atMs of moments) {
      await pause(atMs - nowMs);
      nowMs = atMs;
      groups.sayOne();
    }
    silence.abort();
    await killing;

    await expect
      .poll(
        async () => ({
          waiting: sandbox.control.waiting(),
          over: (await rows.journal()).filter(({ state }) => state === "done").length,
        }),
        { timeout: patienceMs, interval: 500 },
      )
      .toEqual({ waiting: 0, over: commandCount });
    // The latest of what was to come again.
    await pause(4_500);
    // Whoever was started last may have taken no part yet.
    await Promise.all(bots.map((bot) => bot.said("limits are shared through Redis")));
    for (const bot of bots) expect(await bot.end("SIGTERM")).toEqual({ status: 0, signal: null });

    const journal = await rows.journal();
    const cases = await rows.cases();
    const said = new Map(groups.said.map((one) => [one.message, one]));
    expect(journal.map(({ message }) => message).sort()).toEqual([...said.keys()].sort());
    for (const chat of groups.chats) {
      const here = journal.filter((row) => row.chat === chat);
      expect(groups.effects.filter((effect) => effect.chat === chat)).toEqual(
        effectsOf(here, said),
      );
      const ofChat = cases.filter((row) => row.chat === chat);
      expect(ofChat.map(({ number }) => number)).toEqual(ofChat.map((_, index) => index + 1));
      // The bot came into each group once, so it is greeted once.
      expect(ofChat.filter(({ action }) => action === "joined")).toHaveLength(1);
      expect(groups.outOfTheBlue(chat)).toHaveLength(1);
      expect(
        ofChat
          .filter(({ action }) => action !== "joined")
          .map(({ action, target }) => ({ chat, action, target })),
      ).toEqual(casesOf(here, said));
    }
    expect(badlyAnswered(groups, journal, inTheAir)).toEqual({ untold: [], commands: [] });
    expect(journal.some(({ attempts }) => attempts > 1)).toBe(true);
    const { violations } = sandbox.control.state();
    expect(
      Object.values(violations).every((count) => count === 0),
      JSON.stringify(violations),
    ).toBe(true);
  });

  test("others take over the chats of a dead one within 15 s", { timeout: 180_000 }, async () => {
    const { sandbox, rows, startAll } = await aCluster();
    const groups = createGroups(sandbox, createDice(seed), groupCount);
    const bots = await startAll();
    const byId = new Map<unknown, BotProcess>();
    for (const bot of bots)
      byId.set((await bot.said("one of the store's instances")).instance, bot);
    expect(byId.size).toBe(instanceCount);

    // So slow that whoever is found in the middle of a command is still there when the signal comes.
    sandbox.control.fault({ kind: "delay", ms: 2_000 });
    for (let n = 0; n < 48; n += 1) groups.sayOne();
    let victim = "";
    await expect
      .poll(
        async () => {
          const begun = (await rows.inHand()).find(({ state }) => state === "running");
          victim = begun?.holder ?? "";
          return byId.has(victim);
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBe(true);
    await byId.get(victim)?.end("SIGKILL");
    const diedAtMs = Date.now();
    const leftBehind = new Set(
      (await rows.inHand()).filter(({ holder }) => holder === victim).map(({ message }) => message),
    );
    sandbox.control.fault({ kind: "clear" });
    expect(leftBehind.size).toBeGreaterThan(0);
    await expect
      .poll(
        async () =>
          (await rows.journal()).filter(
            ({ message, state }) => leftBehind.has(message) && state !== "done",
          ).length,
        { timeout: 60_000, interval: 100 },
      )
      .toBe(0);
    expect(Date.now() - diedAtMs).toBeLessThan(failoverMs);
  });
});
