import { Client } from "@larksuiteoapi/node-sdk";
import { z } from "zod";
import { systemClock } from "../../src/core/clock.ts";
import type { ChatId, MessageId } from "../../src/core/ids.ts";
import { silentObserver } from "../../src/core/observer.ts";
import { createLog } from "../../src/ops/log.ts";
import { createFeishuCalls } from "../../src/platforms/feishu/account.ts";
import { startInProcessApp } from "../in-process-app.ts";
import { interleave, median, timed } from "../measure.ts";
import { messagePayload } from "../sample-events.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/*
 * Calls the platform by turns through the SDK's client alone, through Steward's calling half (limits, token,
 * retries, decoding), and by a command that goes through the whole corridor. A process of its own, so that the sandbox
 * does not compete with it. Takes the question as JSON in BENCH_QUESTION and prints the medians of each round, in
 * milliseconds, as JSON.
 */
const question = z
  .object({
    url: z.string(),
    appId: z.string(),
    appSecret: z.string(),
    chat: z.string(),
    admin: z.string(),
    /** Commands that stand in the chat, to be answered there. */
    commands: z.array(z.string()),
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

/** When the pin call of the command that runs was answered. */
let pinAnswered = Promise.withResolvers<number>();
let reacted = Promise.withResolvers<void>();
const folder = temporaryFolder();
const app = await startInProcessApp(folder, {
  ...calls.ports,
  pin: async (ref, options) => {
    const pinned = await calls.ports.pin(ref, options);
    if (!pinned.ok) throw new Error(`Steward's call failed: ${pinned.problem.reason}`);
    pinAnswered.resolve(performance.now());
    return pinned;
  },
  react: async (ref, mark, options) => {
    const marked = await calls.ports.react(ref, mark, options);
    reacted.resolve();
    return marked;
  },
});
let commanded = 0;

/** From a delivery as the SDK hands it over to the answer of the call that it leads to. */
const commandMs = async (id: MessageId): Promise<number> => {
  const command = question.commands[commanded];
  if (command === undefined) throw new Error("too few commands");
  commanded += 1;
  pinAnswered = Promise.withResolvers();
  reacted = Promise.withResolvers();
  const raw: unknown = JSON.parse(
    messagePayload({
      appId,
      index: commanded,
      text: "/pin",
      chat,
      parent: id,
      message: command,
      sender: question.admin,
    }),
  );
  const beganMs = performance.now();
  await app.dispatcher.invoke(raw);
  const answeredMs = (await pinAnswered.promise) - beganMs;
  // Idle again only after its own answer.
  await reacted.promise;
  return answeredMs;
};

const medianMs = async (measure: (id: MessageId) => Promise<number>): Promise<number> => {
  const times: number[] = [];
  for (let index = 0; index < question.callsPerRound; index += 1) {
    const id = message();
    const beganMs = performance.now();
    times.push(await measure(id));
    // Below 1000 a minute for all together.
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, 65 - (performance.now() - beganMs))),
    );
  }
  return median(times);
};

const contenders = {
  command: () => medianMs(commandMs),
  steward: () =>
    medianMs((id) =>
      timed(async () => {
        const pinned = await calls.ports.pin({ chat, message: id }, { signal });
        if (!pinned.ok) throw new Error(`Steward's call failed: ${pinned.problem.reason}`);
      }),
    ),
  bare: () =>
    medianMs((id) =>
      timed(async () => {
        const answer = await client.im.v1.pin.create({ data: { message_id: id } });
        if (answer.code !== 0) throw new Error(`the bare call failed: ${String(answer.code)}`);
      }),
    ),
};
await interleave(1, contenders);
process.stdout.write(JSON.stringify(await interleave(question.rounds, contenders)));
await app.close();
folder.remove();
calls.close();
