import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/load.ts";
import { systemClock } from "../core/clock.ts";
import type { ChatId } from "../core/ids.ts";
import type { Language } from "../core/invocation.ts";
import type { SharedWindows } from "../core/limits/shared-windows.ts";
import type { Log } from "../core/log.ts";
import { silentObserver } from "../core/observer.ts";
import type { Store } from "../core/store.ts";
import { openWindows } from "../limits/open-windows.ts";
import { catalogues } from "../locales/index.ts";
import { createFeishuPlatform } from "../platforms/feishu/platform.ts";
import { createImkitPlatform } from "../platforms/imkit/platform.ts";
import { createWhatsappPlatform } from "../platforms/whatsapp/platform.ts";
import { isWell, runDoctor } from "./doctor.ts";
import { examinationJson, examinationLines } from "./show-examination.ts";
import type { Terminal } from "./terminal.ts";
import { terminalWords } from "./words.ts";

export interface DoctorRun {
  readonly config: Config;
  readonly openStore: () => Promise<Pick<Store, "probe" | "close">>;
  readonly language: Language;
  readonly json: boolean;
  /** A group of Feishu's. */
  readonly chat?: ChatId;
  /** How long a person is given to write something, and to press a button. */
  readonly waitMs: number;
  /** For what is said to a person meanwhile. */
  readonly terminal: Terminal;
  /** For the result. */
  readonly print: (line: string) => void;
  readonly onInterrupt: (task: () => void) => () => void;
  readonly log: Log;
}

/** A connection to Redis counts once it has proved steady, which takes two seconds or so. */
const steadyWithinMs = 5_000;
const lookEveryMs = 100;

const untilShared = async (windows: SharedWindows): Promise<void> => {
  const overAtMs = performance.now() + steadyWithinMs;
  while (windows.state().kind === "alone" && performance.now() < overAtMs) await sleep(lookEveryMs);
};

/** Examines every account as configured and prints what was found; resolves to whether all that matters works. */
export const examineAndPrint = async (run: DoctorRun): Promise<boolean> => {
  const { config, language, terminal } = run;
  terminal.show(terminalWords[language].examining);
  const surroundings = { clock: systemClock, log: run.log, observer: silentObserver };
  const windows =
    config.redisUrl === undefined
      ? undefined
      : await openWindows({
          redisUrl: config.redisUrl,
          ownership: undefined,
          clock: systemClock,
          log: run.log,
        });
  if (windows !== undefined) await untilShared(windows);
  const examinations = await runDoctor({
    ...(windows === undefined ? {} : { sharedLimits: () => windows.state() }),
    platforms: [
      ...config.feishu.map((account) => createFeishuPlatform({ ...account, ...surroundings })),
      ...config.imkit.map((account) => createImkitPlatform({ ...account, ...surroundings })),
      ...config.whatsapp.map((account) => createWhatsappPlatform({ ...account, ...surroundings })),
    ],
    openStore: run.openStore,
    catalogues,
    terminal,
    language,
    timeZone: config.settings.timeZone,
    ...(run.chat === undefined ? {} : { group: { platform: "feishu", chat: run.chat } }),
    waitMs: run.waitMs,
    clock: systemClock,
    newToken: () => randomBytes(16).toString("hex"),
    onInterrupt: run.onInterrupt,
    signal: new AbortController().signal,
  });
  await windows?.close();
  terminal.close();
  if (run.json) run.print(examinationJson(examinations));
  else for (const line of examinationLines(examinations, language)) run.print(line);
  return isWell(examinations);
};
