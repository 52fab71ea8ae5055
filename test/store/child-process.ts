import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("accepting-process.ts", import.meta.url));

/** Another process that accepts commands into `file` and tells each key that it was promised. */
export interface AcceptingProcess {
  readonly acknowledged: string[];
  /** Resolves when it has acknowledged that many keys. */
  reached(count: number): Promise<void>;
  /** `kill -9`; resolves when it is gone and all it said was read. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** For `afterEach`: ends what a failed test left behind. */
export const killAll = (): void => {
  for (const child of running) child.kill("SIGKILL");
};

export const startAccepting = async (file: string, from = 0): Promise<AcceptingProcess> => {
  const child = spawn(process.execPath, [script, file, String(from)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const closed = once(child, "close").then(() => running.delete(child));
  const acknowledged: string[] = [];
  let errors = "";
  let opened = false;
  let heard = Promise.withResolvers<void>();
  const tell = (): void => {
    heard.resolve();
    heard = Promise.withResolvers();
  };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  child.on("close", tell);
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line === "open") opened = true;
    else acknowledged.push(line);
    tell();
  });
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) {
      if (!running.has(child)) throw new Error(`the process ended early: ${errors}`);
      await heard.promise;
    }
  };
  await until(() => opened);
  return {
    acknowledged,
    reached: (count) => until(() => acknowledged.length >= count),
    kill: async () => {
      child.kill("SIGKILL");
      await closed;
    },
  };
};
