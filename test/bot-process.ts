import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isJsonObject } from "../src/core/json.ts";
import type { FeishuSandbox } from "../src/sandbox/feishu/sandbox.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** How a process ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One of Steward's commands in a process of its own, from the command line on. */
export interface BotProcess {
  readonly child: ChildProcess;
  /** What it logged: JSON objects, in order. */
  readonly logged: readonly Readonly<Record<string, unknown>>[];
  /** What it printed besides, on both streams. */
  readonly printed: () => string;
  /** Resolves with the first log entry of this message, also one of before; rejects when it ends without. */
  said(message: string): Promise<Readonly<Record<string, unknown>>>;
  /** Resolves to the base URL of its HTTP server. */
  url(): Promise<string>;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
  readonly ended: Promise<Ending>;
}

const running = new Set<ChildProcess>();

/** For `afterEach`: ends what a failed test left behind. */
export const killBots = async (): Promise<void> => {
  const left = [...running];
  for (const child of left) child.kill("SIGKILL");
  await Promise.all(left.map((child) => once(child, "close")));
};

/** What the environment of a bot is that lives in this sandbox, with its database in `folder`. */
export const sandboxEnvironment = (
  sandbox: FeishuSandbox,
  folder: string,
): Readonly<Record<string, string>> => ({
  FEISHU_APP_ID: sandbox.appId,
  FEISHU_APP_SECRET: sandbox.appSecret,
  FEISHU_DOMAIN: sandbox.url,
  STEWARD_DATA: folder,
  HOST: "127.0.0.1",
  PORT: "0",
});

const asObject = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Runs `node src/main.ts …` in `folder` with nothing in its environment but `env`. */
export const runSteward = (options: {
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}): BotProcess => {
  const child = spawn(process.execPath, [main, ...options.args], {
    cwd: options.folder,
    env: { TZ: "UTC", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const logged: Readonly<Record<string, unknown>>[] = [];
  const printed: string[] = [];
  let heard = Promise.withResolvers<void>();
  const tell = (): void => {
    heard.resolve();
    heard = Promise.withResolvers();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      const entry = asObject(line);
      if (entry === undefined) printed.push(line);
      else logged.push(entry);
      tell();
    });
  }
  const ended = once(child, "close").then((): Ending => {
    running.delete(child);
    tell();
    return { status: child.exitCode, signal: child.signalCode };
  });

  const said: BotProcess["said"] = async (message) => {
    for (;;) {
      const found = logged.find(({ msg }) => msg === message);
      if (found !== undefined) return found;
      if (!running.has(child)) {
        throw new Error(`it ended without saying “${message}”:\n${printed.join("\n")}`);
      }
      await heard.promise;
    }
  };
  return {
    child,
    logged,
    printed: () => printed.join("\n"),
    said,
    url: async () =>
      `http://127.0.0.1:${String((await said("listening for health, metrics and webhooks")).port)}`,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
};

/** The bot of this sandbox. */
export const startBot = (
  sandbox: FeishuSandbox,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): BotProcess =>
  runSteward({
    args: ["start"],
    folder,
    env: { ...sandboxEnvironment(sandbox, folder), ...env },
  });
