import { type Catalogues, type Reader, wordsFor } from "../core/answers/replies.ts";
import { plain, type Words } from "../core/answers/rich.ts";
import { type Sentence, say } from "../core/answers/sentences.ts";
import { controlToken } from "../core/cards/control-token.ts";
import type { Clock } from "../core/clock.ts";
import { examine, storeTrouble } from "../core/doctor/examine.ts";
import { type Finding, isHealthy } from "../core/doctor/findings.ts";
import { selfTest } from "../core/doctor/self-test.ts";
import type { ChatEvent } from "../core/events.ts";
import type { ChatId } from "../core/ids.ts";
import type { Language } from "../core/invocation.ts";
import type { SharedWindowsState } from "../core/limits/shared-windows.ts";
import type { Click, ClickAnswer, Platform } from "../core/platform.ts";
import type { Store } from "../core/store.ts";
import { createSign } from "./await-signs.ts";
import type { Terminal } from "./terminal.ts";
import { clockTime, terminalWords } from "./words.ts";

export interface DoctorParts {
  readonly platforms: readonly Platform[];
  /** Opens the store as the bot would; rejects as it would. */
  readonly openStore: () => Promise<Pick<Store, "probe" | "close">>;
  /** Where limits are to be shared with other processes: whether they are. */
  readonly sharedLimits?: () => SharedWindowsState;
  readonly catalogues: Catalogues;
  readonly terminal: Terminal;
  readonly language: Language;
  readonly timeZone: string;
  /** Also try the bot out in this group of one platform. */
  readonly group?: { readonly platform: string; readonly chat: ChatId };
  /** How long a person is given to write something, and to press a button. */
  readonly waitMs: number;
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly onInterrupt: (task: () => void) => () => void;
  readonly signal: AbortSignal;
}

/** What was found about one account. */
export interface Examination {
  readonly platform: string;
  readonly account: string;
  readonly findings: readonly Finding[];
}

/** So that what was heard comes again, to the bot that it is meant for. */
class NotForTheDoctor extends Error {
  override readonly name = "NotForTheDoctor";
}

/** The store, looked at once for all accounts: a bot that runs already holds it, which is as it should be. */
const examineStore = async (open: DoctorParts["openStore"]): Promise<Finding> => {
  try {
    const store = await open();
    try {
      await store.probe();
    } finally {
      await store.close();
    }
    return { check: "store", state: "ok", facts: {} };
  } catch (error) {
    const trouble = storeTrouble(error);
    return { check: "store", state: trouble === "in-use" ? "ok" : "failed", facts: { trouble } };
  }
};

/** Without these, nothing else can be tried. */
const canTry = (findings: readonly Finding[]): boolean =>
  findings.every(
    ({ check, state }) => !(["reachable", "credentials"].includes(check) && state !== "ok"),
  );

const examineAccount = async (platform: Platform, parts: DoctorParts): Promise<Examination> => {
  const { terminal, clock, signal, group } = parts;
  const chat = group?.platform === platform.platform ? group.chat : undefined;
  const told = terminalWords[parts.language];
  const reader: Reader = { ...parts, nowMs: clock.now() };
  const wordsOf = (sentence: Sentence): Words => wordsFor(parts.catalogues, sentence, reader);
  const spoken = createSign(parts);
  const pressed = createSign(parts);
  const token = parts.newToken();
  let heardIn: ChatId | undefined;

  const intake = (event: ChatEvent): Promise<void> => {
    if (event.type === "message") {
      if (event.chatKind === "group") heardIn = event.chat;
      spoken.happen();
    }
    return Promise.reject(new NotForTheDoctor("the doctor only listens"));
  };
  const onClick = (click: Click): Promise<ClickAnswer> => {
    const ours = click.token === controlToken(token, "press");
    pressed.happen();
    const [line = []] = wordsOf(say(ours ? "doctor.checked" : "click.busy")).lines;
    return Promise.resolve({ toast: { tone: ours ? "success" : "info", text: plain(line) } });
  };
  const look = (at: ChatId | undefined): Promise<readonly Finding[]> =>
    examine({
      platform,
      ...(at === undefined ? {} : { chat: at }),
      sharedLimits: parts.sharedLimits?.(),
      options: { signal },
    });
  const askFor = (ask: (time: string) => string): void =>
    terminal.print(ask(clockTime(parts.waitMs)));

  try {
    await platform.start(intake, onClick);
    const first = await look(chat);
    if (!canTry(first)) return { ...namesOf(platform), findings: first };
    // Nothing can arrive over a dead link, nor where the platform calls the bot itself.
    const isConnected = platform.link().state === "up" && platform.webhook === undefined;
    const mayHear = terminal.isInteractive && parts.waitMs > 0 && isConnected;
    if (mayHear) {
      askFor(told.writeSomething);
      await spoken.within(parts.waitMs);
    }
    const tested =
      chat === undefined
        ? undefined
        : await selfTest({
            platform,
            chat,
            words: wordsOf(
              say("self-test.message", platform.capabilities.controls ? { token } : {}),
            ),
            key: token,
            clock,
            options: { signal },
            meanwhile: async () => {
              if (!mayHear || !platform.capabilities.controls) return;
              askFor(told.pressButton);
              await pressed.within(parts.waitMs);
            },
          });
    const findings = await look(chat ?? heardIn);
    return {
      ...namesOf(platform),
      findings: tested === undefined ? findings : [...findings, tested.finding],
    };
  } finally {
    await platform.stop();
    await platform.close();
  }
};

const namesOf = ({ platform, account }: Platform) => ({ platform, account });

/**
 * Examines every account from outside the running bot. It connects like the bot, so it hears what the bot would
 * hear; it confirms none of it, so that the platform delivers it again.
 */
export const runDoctor = async (parts: DoctorParts): Promise<readonly Examination[]> => {
  const stored = await examineStore(parts.openStore);
  const examinations: Examination[] = [];
  for (const platform of parts.platforms) {
    const { findings, ...names } = await examineAccount(platform, parts);
    examinations.push({ ...names, findings: [...findings, stored] });
  }
  return examinations;
};

/** Whether everything that matters works. */
export const isWell = (examinations: readonly Examination[]): boolean =>
  examinations.every(({ findings }) => isHealthy(findings));
