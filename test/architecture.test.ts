import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../src/commands/index.ts";

const sources = globSync("src/**/*.ts").sort();

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(
    ([, specifier = ""]) => specifier,
  );

/** The room of a file: its folder under src, platforms one by one, top-level files by name. */
const roomOf = (file: string): string => {
  const [, first = "", second = ""] = file.split("/");
  if (first === "platforms") return `platforms/${second}`;
  return first;
};

/** Which rooms a room may import from; npm packages are checked apart. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  commands: ["core"],
  locales: ["core"],
  store: ["core"],
  limits: ["core"],
  config: ["core"],
  ops: ["core"],
  "platforms/feishu": ["core"],
  "platforms/imkit": ["core"],
  "platforms/whatsapp": ["core"],
  "app.ts": ["core", "commands", "locales"],
  "reach-platforms.ts": [
    "config",
    "core",
    "ops",
    "platforms/feishu",
    "platforms/imkit",
    "platforms/whatsapp",
  ],
  "start.ts": ["app.ts", "config", "core", "limits", "ops", "reach-platforms.ts", "store"],
  "run-bot.ts": ["commands", "config", "core", "ops", "reach-platforms.ts", "start.ts"],
  setup: [
    "config",
    "core",
    "limits",
    "locales",
    "platforms/feishu",
    "platforms/imkit",
    "platforms/whatsapp",
    "store",
  ],
  "documents.ts": ["platform-table.ts", "commands", "config", "core", "locales"],
  "platform-table.ts": ["core", "platforms/feishu", "platforms/imkit", "platforms/whatsapp"],
  "main.ts": ["command-line.ts"],
  "command-line.ts": [
    "documents.ts",
    "run-bot.ts",
    "commands",
    "config",
    "locales",
    "core",
    "ops",
    "sandbox",
    "setup",
    "store",
  ],
  sandbox: ["commands", "config", "core", "ops", "start.ts"],
};

const internalImports = (file: string): readonly string[] =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => normalize(join(dirname(file), specifier)));

test("dependencies point one way", () => {
  const wrong = sources.flatMap((file) => {
    const room = roomOf(file);
    return internalImports(file)
      .filter((target) => roomOf(target) !== room && !allowed[room]?.includes(roomOf(target)))
      .map((target) => `${file} → ${target}`);
  });

  expect(wrong).toEqual([]);
});

test("the look-alike knows nothing of the bot, apart from the file that runs both", () => {
  const wrong = sources
    .filter((file) => file.startsWith("src/sandbox/") && file !== "src/sandbox/run.ts")
    .flatMap((file) =>
      internalImports(file)
        .filter((target) => roomOf(target) !== "sandbox")
        .map((target) => `${file} → ${target}`),
    );

  expect(wrong).toEqual([]);
});

test("only platforms/feishu imports the Feishu SDK", () => {
  const users = sources.filter((file) =>
    importsOf(file).some((specifier) => specifier.startsWith("@larksuiteoapi/")),
  );

  expect(users.length).toBeGreaterThan(0);
  expect(users.filter((file) => !file.startsWith("src/platforms/feishu/"))).toEqual([]);
});

test("the core needs no package that does I/O", () => {
  const packages = new Set(
    sources
      .filter((file) => /^src\/(core|commands|locales)\//.test(file))
      .flatMap(importsOf)
      .filter((specifier) => !specifier.startsWith(".")),
  );

  expect([...packages].sort()).toEqual(["fastest-levenshtein", "node:crypto"]);
});

test("every command file is in the list of commands, once", () => {
  const files = globSync("src/commands/*.ts").filter((file) =>
    readFileSync(file, "utf8").includes("defineCommand("),
  );
  const words = commands.flatMap(({ name, aliases }) => [name, ...aliases]);

  expect(commands).toHaveLength(files.length);
  expect(new Set(words).size).toBe(words.length);
});

test("the environment is read in one place", () => {
  const readers = sources.filter(
    (file) =>
      !file.startsWith("src/sandbox/web/") && readFileSync(file, "utf8").includes("process.env"),
  );

  // The health check is a process of its own inside the image.
  expect(readers).toEqual(["src/command-line.ts", "src/ops/healthcheck.ts"]);
});

test("there are no drawers", () => {
  const drawers = sources.filter((file) =>
    /\/(utils?|helpers?|common|types|misc)(\/|\.ts$)/.test(file),
  );

  expect(drawers).toEqual([]);
});

test("files stay small", () => {
  /** Tables of words and seeds grow with what they say, not with what they do. */
  const tables = /^src\/(locales\/|sandbox\/feishu\/ready-made|platforms\/feishu\/error-table)/;
  const long = sources
    .filter((file) => !tables.test(file))
    .map((file) => ({ file, lines: readFileSync(file, "utf8").split("\n").length }))
    .filter(({ lines }) => lines > 300);

  expect(long).toEqual([]);
});

test("every path that the documents name exists", () => {
  const documents = globSync("*.md").filter((file) => file !== "CHANGELOG.md");
  const missing = documents.flatMap((document) =>
    [...readFileSync(document, "utf8").matchAll(/`((?:src|test|config|bench|docs)\/[\w./-]+)`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !existsSync(path))
      .map((path) => `${document}: ${path}`),
  );

  expect(missing).toEqual([]);
});
