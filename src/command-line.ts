import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { type ConfigProblem, problemLine } from "./config/config-problem.ts";
import { dataFolder } from "./config/data-folder.ts";
import { defaultConfigFile } from "./config/environment.ts";
import type { Config } from "./config/load.ts";
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
/** How long a stop of the sandbox may take. */
const sandboxClosingMs = 3_000;

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

/** Nothing where there is no such file. */
const dotenvText = (): string | undefined => (existsSync(".env") ? readText(".env") : undefined);

/** A `.env` that cannot be read may be that of whoever started the process, who gave it the variables. */
const readableDotenv = (): string | undefined => {
  try {
    return dotenvText();
  } catch {
    return undefined;
  }
};

const environment = () => readEnvironment(process.env, readableDotenv());

const refuseConfiguration = (problems: readonly ConfigProblem[]): never => {
  complain("Steward cannot start with this configuration:");
  for (const problem of problems) complain(problemLine(problem));
  process.exit(exitConfiguration);
};

/** What checks the YAML file takes a while to load, and most commands do without. */
const loadChecks = async () => {
  const [{ loadConfig }, { commands }] = await Promise.all([
    import("./config/load.ts"),
    import("./commands/index.ts"),
  ]);
  return { loadConfig, commands };
};

/** The configuration, or an end with status 2 and every problem on a line of its own. */
const configured = async (): Promise<Config> => {
  const { loadConfig, commands } = await loadChecks();
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

const start = async (): Promise<void> => {
  const { runBot } = await import("./run-bot.ts");
  await runBot({ process, environment, readFile: readText, refuse: refuseConfiguration });
};

const checkConfig = async (file: string): Promise<void> => {
  const [{ checkFile }, { commands }] = await Promise.all([
    import("./config/check-file.ts"),
    import("./commands/index.ts"),
  ]);
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
    deadlineMs: () => sandboxClosingMs,
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
    // What cannot be read must not be written over.
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
