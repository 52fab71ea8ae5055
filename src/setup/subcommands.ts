import { type Command, InvalidArgumentError, Option } from "commander";
import type { Config } from "../config/load.ts";
import { systemClock } from "../core/clock.ts";
import type { ChatId } from "../core/ids.ts";
import type { Language } from "../core/invocation.ts";
import type { Log } from "../core/log.ts";
import type { Store } from "../core/store.ts";
import { chatId, isAppId } from "../platforms/feishu/ids.ts";
import type { FeishuBrand } from "../platforms/feishu/register-app.ts";
import { stayAwake } from "./stay-awake.ts";
import { terminalLanguage } from "./terminal-language.ts";
import { terminalWords } from "./words.ts";

/** What the subcommands need of the process. */
export interface Surroundings {
  readonly process: Pick<NodeJS.Process, "stdin" | "stdout" | "stderr" | "on" | "off"> & {
    exitCode?: number | string | null | undefined;
  };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file that credentials are written to, and its present text. */
  readonly envFile: { readonly name: string; readonly text: () => string };
  /** Reads the configuration anew, or ends the process with every problem told. */
  readonly configured: () => Promise<Config>;
  readonly openStore: (config: Config) => Promise<Pick<Store, "probe" | "close">>;
  readonly log: Log;
}

interface DoctorFlags {
  readonly json?: true;
  readonly chat?: ChatId;
  /** Seconds. */
  readonly wait: number;
  readonly language: Language;
}

interface SetupFlags {
  readonly brand: FeishuBrand;
  readonly app?: string;
  readonly replace?: true;
  readonly language: Language;
}

const languages: readonly Language[] = ["en-US", "zh-CN"];

/** How long the doctor waits for a person, in seconds. */
const usualWaitSeconds = 60;

const seconds = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 3_600) return number;
  throw new InvalidArgumentError("It is a whole number of seconds, 3600 at most.");
};

const feishuChat = (text: string): ChatId => {
  const id = chatId(text);
  if (id !== undefined) return id;
  throw new InvalidArgumentError("A chat id begins with oc_.");
};

const feishuApp = (text: string): string => {
  if (isAppId(text)) return text;
  throw new InvalidArgumentError("An app id is cli_ and 16 digits or letters a to f.");
};

/** Adds `setup` and `doctor` to the command line. */
export const addSetupCommands = (program: Command, around: Surroundings): void => {
  const { process, environment } = around;

  /** Calls on Ctrl-C, instead of ending the process, until the returned function is called. */
  const onInterrupt = (task: () => void): (() => void) => {
    process.on("SIGINT", task);
    return () => void process.off("SIGINT", task);
  };

  const doctor = async (flags: DoctorFlags): Promise<boolean> => {
    const config = await around.configured();
    const [{ examineAndPrint }, { processTerminal }] = await Promise.all([
      import("./run-doctor.ts"),
      import("./terminal.ts"),
    ]);
    const well = await examineAndPrint({
      config,
      openStore: () => around.openStore(config),
      language: flags.language,
      json: flags.json ?? false,
      ...(flags.chat === undefined ? {} : { chat: flags.chat }),
      waitMs: flags.wait * 1000,
      terminal: processTerminal({ input: process.stdin, output: process.stderr }),
      print: (line) => void process.stdout.write(`${line}\n`),
      onInterrupt,
      log: around.log,
    });
    process.exitCode = well ? 0 : 1;
    return well;
  };

  const setup = async (flags: SetupFlags): Promise<void> => {
    const [{ registerFeishuApp }, { processTerminal }, { saveSecretly }, { setUp }] =
      await Promise.all([
        import("../platforms/feishu/register-app.ts"),
        import("./terminal.ts"),
        import("./save-secretly.ts"),
        import("./setup.ts"),
      ]);
    const { name, text } = around.envFile;
    const cancelled = new AbortController();
    const stopListening = onInterrupt(() => cancelled.abort());
    const terminal = processTerminal({ input: process.stdin, output: process.stdout });
    const ready = await setUp({
      terminal,
      language: flags.language,
      brand: flags.brand,
      ...(flags.app === undefined ? {} : { appId: flags.app }),
      replace: flags.replace ?? false,
      file: { name, text: text(), save: (written) => saveSecretly(name, written) },
      overriding: ["FEISHU_APP_ID", "FEISHU_APP_SECRET", "FEISHU_DOMAIN"].filter(
        (variable) => environment[variable] !== undefined,
      ),
      register: registerFeishuApp,
      clock: systemClock,
      signal: cancelled.signal,
    });
    terminal.close();
    stopListening();
    if (!ready) {
      process.exitCode = 1;
      return;
    }
    const { language } = flags;
    const well = await doctor({ language, wait: usualWaitSeconds });
    if (well) terminal.print(terminalWords[language].start);
  };

  const languageOption = () =>
    new Option("--language <language>", "of what is said to you")
      .choices(languages)
      .default(terminalLanguage(environment));

  program
    .command("setup")
    .description("make a Feishu or Lark app for the bot by scanning a code, and write .env")
    .addOption(
      new Option("--brand <brand>", "where to begin; people of the other one are sent there")
        .choices(["feishu", "lark"])
        .default("feishu"),
    )
    .option("--app <id>", "complete this app instead of making one", feishuApp)
    .option("--replace", "put the app in the place of the one in .env without asking")
    .addOption(languageOption())
    .action((flags: SetupFlags) => stayAwake(() => setup(flags)));

  program
    .command("doctor")
    .description("check the set-up: what is wrong, why it matters and how to fix it")
    .option(
      "--chat <id>",
      "also try the bot out in this group, on a message of its own",
      feishuChat,
    )
    .option("--wait <seconds>", "for somebody to write something", seconds, usualWaitSeconds)
    .option("--json", "for programs")
    .addOption(languageOption())
    .action((flags: DoctorFlags) => stayAwake(async () => void (await doctor(flags))));
};
