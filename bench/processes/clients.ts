import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { createHttpInstance } from "../../src/platforms/feishu/http-instance.ts";
import { wholeAnswer } from "../../src/platforms/feishu/outcome.ts";
import { Client, withUserAccessToken } from "../../src/platforms/feishu/sdk.ts";
import { interleave, median, timed } from "../measure.ts";

/*
 * The same API call through HTTP clients by turns, nothing else: one at a time, many at once, and one after a silence. A
 * process of its own, so that the server does not compete with it. Takes the question as JSON in BENCH_QUESTION and
 * prints the figures of each round as JSON.
 */
const question = z
  .object({
    /** A server for each client, whose answers tell how many connections it has seen. */
    urls: z.record(z.string(), z.string()),
    /** Where undici is installed, if it is. */
    peers: z.string().optional(),
    rounds: z.number(),
    sequential: z.number(),
    batches: z.number(),
    atOnce: z.number(),
    silenceMs: z.number(),
  })
  .parse(JSON.parse(process.env.BENCH_QUESTION ?? "null"));

const path = "/open-apis/im/v1/pins";
const body = { message_id: `om_${"0".repeat(32)}` };
const answered = z.object({ code: z.literal(0), data: z.object({ connections: z.number() }) });
const silent = { error() {}, warn() {}, info() {}, debug() {}, trace() {} };
const app = { appId: "cli_0123456789abcdef", appSecret: "not-a-secret", logger: silent };

/** Makes the call; resolves to the unparsed body of the answer. */
type Calls = () => Promise<unknown>;

const steward = (url: string): Calls => {
  const http = createHttpInstance();
  const client = new Client({
    ...app,
    domain: url,
    httpInstance: http.sdk,
    disableTokenCache: true,
  });
  const config = { ...wholeAnswer, method: "POST", url: path, data: body };
  return async () => {
    const answer: unknown = await client.request(config, withUserAccessToken("t-bench"));
    return z.object({ data: z.unknown() }).parse(answer).data;
  };
};

const sdk = (url: string): Calls => {
  const client = new Client({ ...app, domain: url });
  return () => client.im.v1.pin.create({ data: body });
};

const undici = (url: string, folder: string): Calls => {
  const { request } = createRequire(join(folder, "package.json"))("undici") as {
    readonly request: (
      url: string,
      options: object,
    ) => Promise<{ readonly body: { json(): Promise<unknown> } }>;
  };
  const options = {
    method: "POST",
    headers: { authorization: "Bearer t-bench", "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  return async () => (await request(url + path, options)).body.json();
};

const { urls, peers } = question;
const clients: Readonly<Record<string, Calls>> = {
  steward: steward(urls.steward ?? ""),
  sdk: sdk(urls.sdk ?? ""),
  ...(peers === undefined ? {} : { undici: undici(urls.undici ?? "", peers) }),
};

const connectionsOf = async (call: Calls): Promise<number> =>
  answered.parse(await call()).data.connections;

const oneAtATime = async (call: Calls): Promise<number> => {
  const times: number[] = [];
  for (let index = 0; index < question.sequential; index += 1) times.push(await timed(call));
  return median(times);
};

const manyAtOnce = async (call: Calls): Promise<number> => {
  const ms = await timed(async () => {
    for (let batch = 0; batch < question.batches; batch += 1)
      await Promise.all(Array.from({ length: question.atOnce }, call));
  });
  return ((question.batches * question.atOnce) / ms) * 1000;
};

const contendersFor = (measure: (call: Calls) => Promise<number>) =>
  Object.fromEntries(Object.entries(clients).map(([name, call]) => [name, () => measure(call)]));

await interleave(2, contendersFor(oneAtATime));
await interleave(2, contendersFor(manyAtOnce));
const sequentialMs = await interleave(question.rounds, contendersFor(oneAtATime));
const perSecond = await interleave(question.rounds, contendersFor(manyAtOnce));

const seen: Record<string, number> = {};
for (const [name, call] of Object.entries(clients)) seen[name] = await connectionsOf(call);
const afterSilence: Record<string, { readonly ms: number; readonly opened: number }[]> =
  Object.fromEntries(Object.keys(clients).map((name) => [name, []]));
for (let round = 0; round < question.rounds; round += 1) {
  await sleep(question.silenceMs);
  for (const [name, call] of Object.entries(clients)) {
    let connections = 0;
    const ms = await timed(async () => {
      connections = await connectionsOf(call);
    });
    afterSilence[name]?.push({ ms, opened: connections - (seen[name] ?? 0) });
    seen[name] = connections;
  }
}
process.stdout.write(JSON.stringify({ sequentialMs, perSecond, afterSilence }));
process.exit();
