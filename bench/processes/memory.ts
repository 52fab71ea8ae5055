import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Clock } from "../../src/core/clock.ts";
import type { MessageId, UserId } from "../../src/core/ids.ts";
import type { Ports } from "../../src/core/platform.ts";
import { ok } from "../../src/core/result.ts";
import { createMessageGate } from "../../src/platforms/feishu/gates/message-gate.ts";
import { createBareDispatcher } from "../bare-dispatcher.ts";
import { benchAppId, type InProcessApp, startInProcessApp } from "../in-process-app.ts";
import { chatterText, messagePayload, senderIds } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/*
 * Memory before and after a lot of work, in a process of its own with `--expose-gc`. Takes the question as JSON in
 * BENCH_QUESTION and prints resident memory and live heap after each stage, in megabytes, as JSON.
 */
const question = z
  .object({ who: z.enum(["steward", "bare"]), chatter: z.number(), commands: z.number() })
  .parse(JSON.parse(process.env.BENCH_QUESTION ?? "null"));

const atOnce = 200;
const chats = 500;
/** Commands that may wait before more are delivered. */
const mostWaiting = 5_000;
const megabyte = 1024 * 1024;

const stages: Record<string, { readonly rssMb: number; readonly heapMb: number }> = {};
const note = async (stage: string): Promise<void> => {
  // Twice, with a turn between: finalisers free more.
  for (let time = 0; time < 2; time += 1) {
    globalThis.gc?.();
    await sleep(50);
  }
  const { rss, heapUsed } = process.memoryUsage();
  stages[stage] = { rssMb: rss / megabyte, heapMb: heapUsed / megabyte };
};

let index = 0;
const deliver = async (
  count: number,
  text: (index: number) => string,
  dispatch: (raw: unknown) => Promise<unknown>,
): Promise<void> => {
  for (let done = 0; done < count; done += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - done) }, () => {
      index += 1;
      const chat = `oc_${index % chats}`;
      const parent = `om_target${index}`;
      return messagePayload({ appId: benchAppId, index, text: text(index), chat, parent });
    });
    await Promise.all(batch.map((payload) => dispatch(JSON.parse(payload) as unknown)));
  }
};

const administrators = senderIds as readonly UserId[];

/** Everybody may, and everything works at once. */
const willing: Partial<Ports> = {
  chat: () =>
    Promise.resolve(
      ok({
        kind: "group",
        owners: [],
        admins: administrators,
        botRole: "admin",
        topics: false,
        external: false,
      }),
    ),
  memberNames: () => Promise.resolve(ok(new Map())),
  pin: () =>
    Promise.resolve(ok({ state: "applied", by: { kind: "self" }, atMs: Date.now() } as const)),
  react: () => Promise.resolve(ok(undefined)),
};

/** So much faster than real time, so that slots which are held for a second come free soon. */
const haste = 100;

const fastClock: Clock = {
  now: () => performance.now() * haste,
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs / haste);
    return () => clearTimeout(timer);
  },
};

/** Messages that the limit may know at a time, far more than the platform's pace allows. */
const mostAlive = 1_000;
const longestWaitMs = 60_000;

/** Takes a slot of the per-message limit for as many messages and gives each up again. */
const passGate = async (messages: number): Promise<void> => {
  const gate = createMessageGate(fastClock);
  const alive = async (most: number): Promise<void> => {
    const untilMs = performance.now() + longestWaitMs;
    while (gate.size() > most && performance.now() < untilMs) await sleep(1);
    if (gate.size() > most) throw new Error(`${gate.size()} messages are still remembered`);
  };
  const { signal } = new AbortController();
  for (let done = 0; done < messages; done += atOnce) {
    const entries = Array.from({ length: atOnce }, (_, place) =>
      gate.enter(`om_${done + place}` as MessageId, { signal }),
    );
    for (const entered of await Promise.all(entries)) {
      if (!entered.ok) throw new Error("the gate refused");
      entered.value.leave();
    }
    await alive(mostAlive);
  }
  await alive(0);
  gate.close();
};

const settled = async (app: InProcessApp, most: number): Promise<void> => {
  while (app.waiting() > most) await sleep(5);
};

const asSteward = async (): Promise<void> => {
  const folder = temporaryFolder();
  const app = await startInProcessApp(folder, willing);
  const dispatch = (raw: unknown): Promise<unknown> => app.dispatcher.invoke(raw);
  const command = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += mostWaiting) {
      await deliver(Math.min(mostWaiting, count - done), () => "/pin", dispatch);
      await settled(app, mostWaiting);
    }
    await settled(app, 0);
  };
  try {
    await deliver(question.chatter / 20, chatterText, dispatch);
    await command(question.commands / 20);
    await passGate(question.commands / 20);
    await note("before");
    await deliver(question.chatter, chatterText, dispatch);
    await note("chatter");
    await command(question.commands);
    await note("commands");
    await passGate(question.commands);
    await note("gate");
  } finally {
    await app.close();
    folder.remove();
  }
};

const asBare = async (): Promise<void> => {
  const { dispatcher } = createBareDispatcher();
  const dispatch = (raw: unknown): Promise<unknown> => dispatcher.invoke(raw, { needCheck: false });
  await deliver(question.chatter / 20, chatterText, dispatch);
  await note("before");
  await deliver(question.chatter, chatterText, dispatch);
  await note("chatter");
};

const keepAlive = setInterval(() => {}, 60_000);
await (question.who === "steward" ? asSteward() : asBare());
clearInterval(keepAlive);
process.stdout.write(JSON.stringify(stages));
