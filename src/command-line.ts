import { readFileSync } from "node:fs";
import { flushCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { commands } from "./commands/index.ts";
import { type ConfigProblem, problemLine } from "./config/config-problem.ts";
import { dataFolder } from "./config/data-folder.ts";
import { effectiveConfig } from "./config/effective.ts";
import { type Config, defaultConfigFile, type LoadedConfig, loadConfig } from "./config/load.ts";
import { readEnvironment } from "./config/read-environment.ts";
import { systemClock } from "./core/clock.ts";
import type { ChatId } from "./core/ids.ts";
import { type ExportFormat, exportFormats } from "./ops/exported-case.ts";
import { createLog } from "./ops/log.ts";
import { stopOnSignals } from "./ops/shutdown.ts";
import { addSetupCommands } from "./setup/subcommands.ts";
import { databaseFile } from "./store/database-file.ts";
import { StoreError } from "./store/store-error.ts";

const exitConfiguration = 2;
/** Closing takes a moment beyond the grace that running commands have. */
const closingMs = 3_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Whoever reads may have had enough (`| head`); that is no failure. */
const letReadersLeave = (): void => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
};

const readText = (path: string): string => readFileSync(path, "utf8");

const ownVersion = (): string => {
  const { version } = JSON.parse(
    readText(fileURLToPath(new URL("../package.json", import.meta.url))),
  ) as { version: string };
  return version;
};

const dotenvText = (): string | undefined => {
  try {
    return readText(".env");
  } catch {
    return undefined;
  }
};

const environment = () => readEnvironment(process.env, dotenvText());

const refuseConfiguration = (problems: readonly ConfigProblem[]): never => {
  complain("Steward cannot start with this configuration:");
  for (const problem of problems) complain(problemLine(problem));
  process.exit(exitConfiguration);
};

/** The configuration, or an end with status 2 and every problem on a line of its own. */
const configured = (): Config => {
  const loaded = loadConfig({ env: environment(), readFile: readText, commands });
  return loaded.ok ? loaded.config : refuseConfiguration(loaded.problems);
};

/** Where the database is, as configured; nothing else of the configuration has to be there. */
const configuredDatabase = (): { readonly file: string; readonly url?: string } => {
  const folder = dataFolder(environment(), readText);
  if (!folder.ok) return refuseConfiguration(folder.problems);
  const { path, databaseUrl } = folder;
  return {
    file: databaseFile(path),
    ...(databaseUrl === undefined ? {} : { url: databaseUrl }),
  };
};

/** The database file; PostgreSQL has tools of its own for what is done with it. */
const configuredFile = (tool: string): string => {
  const { file, url } = configuredDatabase();
  if (url === undefined) return file;
  const wrong = "is set: the data is in PostgreSQL and not in a file";
  return refuseConfiguration([{ key: "DATABASE_URL", wrong, fix: `Use ${tool}.` }]);
};

/**
 * The configuration as it stands now. The file that was used at the start must still be there: without it, all
 * defaults would hold at once.
 */
const configuredAgain = (file: string): LoadedConfig =>
  loadConfig({ env: { ...environment(), STEWARD_CONFIG: file }, readFile: readText, commands });

const start = async (): Promise<void> => {
  const config = configured();
  const log = createLog({ level: config.logLevel });
  log.info(effectiveConfig(config, commands), "configuration that differs from the defaults");
  const { openSteward } = await import("./start.ts");
  const file = environment().STEWARD_CONFIG ?? defaultConfigFile;
  const opening = openSteward(config, log, { file, load: () => configuredAgain(file) });
  // Before anything is open: connecting takes as long as the network lets it, and a signal may come at any time.
  stopOnSignals({
    stop: async () => (await opening).stop(),
    deadlineMs: config.settings.shutdown.graceSeconds * 1000 + closingMs,
    clock: systemClock,
    log,
    process,
  });
  const steward = await opening;
  process.on("SIGHUP", () => steward.reloadConfig());
  await steward.start();
  // Not only at the end, which may come without warning.
  flushCompileCache();
};

const checkConfig = async (file: string): Promise<void> => {
  const { checkFile } = await import("./config/check-file.ts");
  const problems = checkFile(file, readText, commands);
  if (problems.length === 0) {
    print(`${file} is valid.`);
    return;
  }
  for (const problem of problems) complain(problemLine(problem));
  process.exitCode = exitConfiguration;
};

const printSentences = async (): Promise<void> => {
  const { allSentences } = await import("./locales/all-sentences.ts");
  for (const line of allSentences()) print(line);
};

interface SandboxFlags {
  readonly port: number;
  readonly bot: boolean;
  readonly open: boolean;
}

/** A browser is opened for people at a terminal, never for a script. */
const forPeople = (): boolean => process.stdout.isTTY && process.env.CI === undefined;

const sandbox = async (flags: SandboxFlags): Promise<void> => {
  const { runSandbox } = await import("./sandbox/run.ts");
  const running = await runSandbox({ ...flags, open: flags.open && forPeople(), print });
  stopOnSignals({
    stop: () => running.stop(),
    deadlineMs: closingMs,
    clock: systemClock,
    log: createLog({ level: "silent" }),
    process,
  });
};

const writeDocuments = async (): Promise<void> => {
  const [{ documents }, { writeFile }] = await Promise.all([
    import("./documents.ts"),
    import("node:fs/promises"),
  ]);
  for (const [path, text] of Object.entries(documents(readText))) {
    await writeFile(path, text);
    print(path);
  }
};

const backup = async (target: string): Promise<void> => {
  const { backupSqlite } = await import("./store/backup.ts");
  const { bytes } = await backupSqlite(configuredFile("pg_dump"), target);
  print(`Backed up ${bytes} bytes to ${target}`);
};

const restore = async (source: string): Promise<void> => {
  const { restoreSqlite } = await import("./store/backup.ts");
  const { keptAs } = await restoreSqlite(source, configuredFile("pg_restore"));
  print(`Restored ${source}`);
  if (keptAs !== undefined) print(`What was there before is kept as ${keptAs}`);
};

const recordedCases = async () => {
  const { file, url } = configuredDatabase();
  if (url === undefined) {
    const { openCasesForReading } = await import("./store/read-cases.ts");
    return openCasesForReading(file);
  }
  const { openPostgresCasesForReading } = await import("./store/read-postgres-cases.ts");
  return openPostgresCasesForReading(url);
};

interface ExportFlags {
  readonly format: ExportFormat;
  readonly chat?: ChatId;
  readonly out?: string;
  readonly withText?: boolean;
}

const exportRecord = async ({ format, chat, out, ...flags }: ExportFlags): Promise<void> => {
  const { withText = false } = flags;
  const { exportCases } = await import("./ops/export-cases.ts");
  const { withTexts } = await import("./ops/with-texts.ts");
  const { cases, texts, close } = await recordedCases();
  try {
    const found = cases.stream(chat === undefined ? {} : { chat });
    const entries = withText ? withTexts(found, texts) : found;
    const to = out ?? process.stdout;
    const count = await exportCases({ cases: entries, format, withText, to });
    complain(`${count} ${count === 1 ? "case" : "cases"}${out === undefined ? "" : ` in ${out}`}`);
  } finally {
    await close();
  }
};

const portNumber = (text: string): number => {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
};

const commandLine = (): Command => {
  const program = new Command("steward")
    .description("A group-moderation bot for Feishu and Lark, IMKit and WhatsApp.")
    .version(ownVersion(), "--version", "print the version");

  program
    .command("start", { isDefault: true })
    .description("run the bot; FEISHU_*, IMKIT_* and RYZEAPI_* in the environment say as whom")
    .action(start);

  program
    .command("sandbox")
    .description(
      "run local look-alikes of Feishu, IMKit and WhatsApp with the bot in them, without any credentials",
    )
    .option("--port <number>", "where the page and the API are served", portNumber, 3400)
    .option("--no-bot", "only the look-alike of Feishu, for any bot of yours")
    .option("--no-open", "do not open the page in a browser")
    .action(sandbox);

  addSetupCommands(program, {
    process,
    environment: process.env,
    envFile: { name: ".env", text: () => dotenvText() ?? "" },
    configured,
    openStore: async (config) => {
      const { openStore } = await import("./store/open-store.ts");
      return openStore({ ...config, clock: systemClock, log: createLog({ level: "silent" }) });
    },
    log: createLog({ level: "silent" }),
  });

  program
    .command("backup")
    .description("copy the database to a file, also while the bot runs")
    .argument("<file>", "where to; a backup of that name is replaced once the new one is whole")
    .action(backup);

  program
    .command("restore")
    .description("put a backup in the place of the database; refused while the bot runs")
    .argument("<file>", "the backup")
    .action(restore);

  program
    .command("export")
    .description("write the cases, oldest first, also while the bot runs")
    .addOption(
      new Option("--format <format>", "of what is written").choices(exportFormats).default("csv"),
    )
    .option("--chat <id>", "only of this chat")
    .option("--out <file>", "into a file instead of the terminal")
    .option("--with-text", "also the text of messages, in groups that keep it (cases.keepText)")
    .action(exportRecord);

  program
    .command("config")
    .description("work with the YAML file")
    .command("check")
    .description("check a file as the bot would read it; status 2 when something is wrong")
    .argument("[file]", "which one", defaultConfigFile)
    .action(checkConfig);

  program
    .command("sentences")
    .description("print everything that the bot can say, in all languages side by side")
    .action(printSentences);

  program
    .command("docs")
    .description("write the files and tables that are made from the code")
    .action(writeDocuments);

  return program;
};

/** Does what the arguments of the process say. Failures are told on stderr and by the exit status. */
export const runCommandLine = async (): Promise<void> => {
  letReadersLeave();
  try {
    await commandLine().parseAsync();
  } catch (error) {
    complain(`Steward stopped: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof StoreError) complain(`Fix: ${error.fix}`);
    process.exitCode = 1;
  }
};
