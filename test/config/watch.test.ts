import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Config, LoadedConfig } from "../../src/config/load.ts";
import { type ConfigWatch, watchConfig } from "../../src/config/watch.ts";
import type { Log } from "../../src/core/log.ts";
import { credentials, load } from "./a-configuration.ts";

const patient = { timeout: 10_000, interval: 20 } as const;

let folder: string;
let file: string;
let watch: ConfigWatch | undefined;
let applied: Config[];
let results: string[];
let logged: object[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "steward-config-"));
  file = join(folder, "steward.yaml");
  writeFileSync(file, "feedback: quiet\n");
  [applied, results, logged] = [[], [], []];
});
afterEach(() => {
  watch?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const note = (fields: object): void => void logged.push(fields);
const log: Log = {
  debug: () => {},
  info: () => {},
  warn: note,
  error: note,
  child: () => log,
};

const fromFile = (): LoadedConfig =>
  load({ ...credentials, STEWARD_CONFIG: file }, { [file]: readFileSync(file, "utf8") });

const start = (read: () => LoadedConfig = fromFile): ConfigWatch => {
  watch = watchConfig({
    file,
    load: read,
    apply: (config) => applied.push(config),
    onReload: (result) => results.push(result),
    log,
  });
  return watch;
};

test("an edit of the file holds at once", async () => {
  start();

  writeFileSync(file, "feedback: full\n");

  await vi.waitFor(() => expect(applied.at(-1)?.settings.feedback).toBe("full"), patient);
  expect(watch?.last()?.problems).toEqual([]);
});

test("so does a file that is put in its place, as editors do", async () => {
  start();

  writeFileSync(`${file}.new`, "feedback: full\n");
  renameSync(`${file}.new`, file);
  await vi.waitFor(() => expect(applied.at(-1)?.settings.feedback).toBe("full"), patient);
  writeFileSync(`${file}.new`, "feedback: quiet\n");
  renameSync(`${file}.new`, file);

  await vi.waitFor(() => expect(applied.at(-1)?.settings.feedback).toBe("quiet"), patient);
});

test("an edit that is wrong changes nothing and is told with path, line and what to do", async () => {
  const watched = start();

  writeFileSync(file, "language: en-US\nfedback: full\n");

  await vi.waitFor(() => expect(results).toContain("invalid"), patient);
  expect(applied).toEqual([]);
  expect(logged).toContainEqual({
    file,
    key: `fedback (${file} line 2)`,
    wrong: "is not a key that Steward knows here",
    fix: "Write feedback if that is meant, else remove it.",
  });
  expect(watched.last()?.problems).toHaveLength(1);
  writeFileSync(file, "feedback: full\n");
  await vi.waitFor(() => expect(applied).toHaveLength(1), patient);
  expect(watched.last()?.problems).toEqual([]);
});

test("it is read again when asked to, also where reading fails altogether", () => {
  const watched = start(() => {
    throw new Error("no disk");
  });

  watched.reload();

  expect(results).toEqual(["invalid"]);
  expect(applied).toEqual([]);
  expect(watched.last()?.problems).toMatchObject([{ key: file }]);
});

test("a folder that cannot be watched leaves the reading on request", () => {
  file = join(folder, "nowhere", "steward.yaml");
  const watched = start(() => load(credentials));

  watched.reload();

  expect(results).toEqual(["ok"]);
  expect(applied).toHaveLength(1);
});
