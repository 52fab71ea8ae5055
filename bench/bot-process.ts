import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";
import { peerFolder } from "./peers/install.ts";
import type { TemporaryFolder } from "./temporary-folder.ts";

/** A bot in a process of its own. */
export interface BotProcess {
  readonly spawnedAtMs: number;
  /** Rejects when the process ends by itself; never resolves. */
  readonly crashed: Promise<never>;
  /** Resident memory now, in megabytes; `NaN` where there is no `/proc`. */
  rssMb(): number;
  /** Processor time of all its threads so far, in milliseconds, to 10 ms; `NaN` where there is no `/proc`. */
  cpuMs(): number;
  /** Ends it at once. */
  kill(): Promise<void>;
}

export type BotKind = "steward" | Peer;
export type Peer = "quick-start" | "channel" | "koishi";

/** The peers of a run: the SDK's quick start, and where more were asked for all others. */
export const peersOf = ({ peers }: { readonly peers: boolean }): readonly Peer[] =>
  peers ? ["quick-start", "channel", "koishi"] : ["quick-start"];

/** How the table calls them. */
export const peerNames: Readonly<Record<Peer, string>> = {
  "quick-start": "quick start",
  channel: "LarkChannel",
  koishi: "Koishi",
};

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** As `npm start` does it. */
const startScript = (): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(file("../package.json"), "utf8")) as {
    readonly scripts: { readonly start: string };
  };
  const [, ...words] = scripts.start.split(" ");
  return words.map((word) => (/^(?:\.\/)?src\//.test(word) ? file(`../${word}`) : word));
};

const programs: Readonly<Record<BotKind, readonly string[]>> = {
  steward: startScript(),
  "quick-start": [file("peers/quick-start-bot.ts")],
  channel: [file("peers/channel-bot.ts")],
  koishi: [file("peers/koishi-bot.ts")],
};

const living = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of living) child.kill("SIGKILL");
});

const procText = (pid: number | undefined, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
};

/** Clock ticks as Linux counts them for programs, whatever the kernel's own rate. */
const tickMs = 10;

const cpuOf = (stat: string): number => {
  // The name before `)` may hold anything; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

/** Starts a bot against a sandbox, as an operator would: by its command line and environment, logging as usual. */
export const startBot = (
  kind: BotKind,
  sandbox: Pick<FeishuSandbox, "url" | "appId" | "appSecret">,
  folder: TemporaryFolder,
): BotProcess => {
  const spawnedAtMs = performance.now();
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...programs[kind]],
    {
      // Away from a developer's own `.env`.
      cwd: folder.path,
      env: {
        PATH: process.env.PATH,
        FEISHU_APP_ID: sandbox.appId,
        FEISHU_APP_SECRET: sandbox.appSecret,
        FEISHU_DOMAIN: sandbox.url,
        STEWARD_DATA: folder.path,
        STEWARD_CONFIG: file("../config/steward.yaml"),
        HOST: "127.0.0.1",
        PORT: "0",
        BENCH_PEERS: peerFolder,
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  living.add(child);
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString("utf8")).slice(-2000);
  });
  let killed = false;
  const ended = once(child, "exit");
  const crashed = ended.then(([code]) => {
    living.delete(child);
    if (killed) return new Promise<never>(() => {});
    throw new Error(`${kind} ended by itself with status ${String(code)}: ${complaint}`);
  });
  // Whoever waits for the bot races this; nobody need.
  crashed.catch(() => {});
  return {
    spawnedAtMs,
    crashed,
    rssMb: () => Number(/^VmRSS:\s+(\d+) kB/m.exec(procText(child.pid, "status"))?.[1]) / 1024,
    cpuMs: () => cpuOf(procText(child.pid, "stat")),
    kill: async () => {
      killed = true;
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await ended;
    },
  };
};
