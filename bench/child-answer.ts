import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a program of `processes/` in a Node.js of its own and returns the JSON that it prints. */
export const childAnswer = async (
  program: string,
  question: unknown,
  flags: readonly string[] = [],
): Promise<unknown> => {
  const path = fileURLToPath(new URL(`processes/${program}`, import.meta.url));
  const { stdout } = await run(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...flags, path],
    {
      env: {
        PATH: process.env.PATH,
        TMPDIR: process.env.TMPDIR,
        BENCH_QUESTION: JSON.stringify(question),
      },
    },
  );
  return JSON.parse(stdout) as unknown;
};
