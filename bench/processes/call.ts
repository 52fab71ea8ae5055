import { Client } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import { systemClock } from "../../src/core/clock.ts";
import type { ChatId, MessageId } from "../../src/core/ids.ts";
import { silentObserver } from "../../src/core/observer.ts";
import { createLog } from "../../src/ops/log.ts";
import { createFeishuCalls } from "../../src/platforms/feishu/account.ts";
import { interleave, median } from "../measure.ts";

/*
 * Calls the platform alternately through the SDK's client alone and through Steward's calling half (limits,
 * token, retries, decoding). A process of its own, so that the sandbox does not compete with it. Takes the
 * question as JSON in BENCH_QUESTION and prints the medians of each round, in milliseconds, as JSON.
 */
const question = z
  .object({
    url: z.string(),
    appId: z.string(),
    appSecret: z.string(),
    chat: z.string(),
    /** One message per call, so that no limit of a message is met. */
    messages: z.array(z.string()),
    rounds: z.number(),
    callsPerRound: z.number(),
  })
  .parse(JSON.parse(process.env.BENCH_QUESTION ?? "null"));

const { url, appId, appSecret } = question;
const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
// What it logs at its start would stand in the answer.
const client = new Client({ appId, appSecret, domain: url, logger: silent });
const log = createLog({ level: "silent" });
const clock = systemClock;
const calls = createFeishuCalls({
  appId,
  appSecret,
  domain: url,
  log,
  clock,
  observer: silentObserver,
});
const chat = question.chat as ChatId;
const { signal } = new AbortController();

let next = 0;
const message = (): MessageId => {
  const id = question.messages[next];
  next += 1;
  if (id === undefined) throw new Error("too few messages");
  return id as MessageId;
};

const medianMs = async (call: (id: MessageId) => Promise<void>): Promise<number> => {
  const times: number[] = [];
  for (let index = 0; index < question.callsPerRound; index += 1) {
    const id = message();
    const beganMs = performance.now();
    await call(id);
    times.push(performance.now() - beganMs);
    // Below 1000 a minute for both together.
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, 65 - (performance.now() - beganMs))),
    );
  }
  return median(times);
};

const contenders = {
  steward: () =>
    medianMs(async (id) => {
      const pinned = await calls.ports.pin({ chat, message: id }, { signal });
      if (!pinned.ok) throw new Error(`Steward's call failed: ${pinned.problem.reason}`);
    }),
  bare: () =>
    medianMs(async (id) => {
      const answer = await client.im.v1.pin.create({ data: { message_id: id } });
      if (answer.code !== 0) throw new Error(`the bare call failed: ${String(answer.code)}`);
    }),
};
await interleave(1, contenders);
process.stdout.write(JSON.stringify(await interleave(question.rounds, contenders)));
calls.close();
