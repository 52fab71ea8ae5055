import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { z } from "zod";
import { childAnswer } from "../child-answer.ts";
import { median, ratioOf } from "../measure.ts";
import { peerFolder } from "../peers/install.ts";
import type { Figure, Row } from "../row.ts";

/** Longer than the five seconds after which Node.js drops an idle connection of its own default. */
const silenceMs = 6_000;
const atOnce = 50;

const perClient = <Value extends z.ZodType>(value: Value) => z.record(z.string(), z.array(value));
const measured = z.object({
  sequentialMs: perClient(z.number()),
  perSecond: perClient(z.number()),
  afterSilence: perClient(z.object({ ms: z.number(), opened: z.number() })),
});

const pin = {
  message_id: `om_${"0".repeat(32)}`,
  chat_id: `oc_${"0".repeat(32)}`,
  operator_id: "cli_0123456789abcdef",
  operator_id_type: "app_id",
  create_time: "1700000000000",
};

/** Answers every call at once as if it pinned, and tells how many connections were made so far. */
const startServer = async (): Promise<{ readonly server: Server; readonly url: string }> => {
  let connections = 0;
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      response.setHeader("content-type", "application/json; charset=utf-8");
      const token = { tenant_access_token: "t-bench", expire: 7200 };
      const data = { pin, connections };
      response.end(JSON.stringify({ code: 0, msg: "success", ...token, data }));
    });
  });
  // Connections stay open as long as the client wants.
  server.keepAliveTimeout = 0;
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server, url: `http://127.0.0.1:${address.port}` };
};

/** What the HTTP client under everything costs, without limits, tokens and retries. */
export const clients: Row = {
  name: "clients",
  about:
    "the HTTP client alone: one call at a time, 50 at once, and after 6 s of silence, over the SDK's default client",
  run: async ({ rounds, smoke, peers }) => {
    const kinds = ["steward", "sdk", ...(peers ? ["undici"] : [])];
    const servers = new Map<string, Awaited<ReturnType<typeof startServer>>>();
    try {
      for (const kind of kinds) servers.set(kind, await startServer());
      const answer = measured.parse(
        await childAnswer("clients.ts", {
          urls: Object.fromEntries([...servers].map(([kind, { url }]) => [kind, url])),
          ...(peers ? { peers: peerFolder } : {}),
          rounds,
          sequential: smoke ? 100 : 1_000,
          batches: smoke ? 5 : 100,
          atOnce,
          silenceMs,
        }),
      );
      const figure = (
        peer: "sdk" | "undici",
        rest: Pick<Figure, "measure" | "unit" | "bar">,
        of: (kind: string) => readonly number[],
      ): Figure => ({
        ...rest,
        steward: median(of("steward")),
        peer: { name: peer === "sdk" ? "SDK client" : "undici", value: median(of(peer)) },
        ratio: ratioOf(of("steward"), of(peer)),
      });
      const against = (peer: "sdk" | "undici"): readonly Figure[] => {
        const bar = (bar: Figure["bar"]) => (peer === "sdk" && bar !== undefined ? { bar } : {});
        const after = (pick: "ms" | "opened") => (kind: string) =>
          (answer.afterSilence[kind] ?? []).map((samples) => samples[pick]);
        const opened = after("opened");
        return [
          figure(
            peer,
            { measure: "one call at a time", unit: "ms", ...bar({ atMost: 1.05 }) },
            (kind) => answer.sequentialMs[kind] ?? [],
          ),
          figure(
            peer,
            { measure: `${atOnce} calls at once`, unit: "calls/s", ...bar({ atLeast: 0.95 }) },
            (kind) => answer.perSecond[kind] ?? [],
          ),
          figure(peer, { measure: "a call after 6 s of silence", unit: "ms" }, after("ms")),
          {
            measure: "connections opened by a call after 6 s of silence",
            unit: "",
            steward: median(opened("steward")),
            peer: {
              name: peer === "sdk" ? "SDK client" : "undici",
              value: median(opened(peer)),
            },
            ...bar({ atMost: 0 }),
          },
        ];
      };
      return {
        figures: [...against("sdk"), ...(peers ? against("undici") : [])],
        broken: [],
      };
    } finally {
      for (const { server } of servers.values()) {
        server.closeAllConnections();
        server.close();
      }
    }
  },
};
