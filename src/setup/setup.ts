import type { Clock } from "../core/clock.ts";
import type { Language } from "../core/invocation.ts";
import type {
  FeishuBrand,
  Registration,
  RegistrationRequest,
} from "../platforms/feishu/register-app.ts";
import { drawQr } from "./draw-qr.ts";
import { appNamedIn, withVariables } from "./env-file.ts";
import type { Terminal } from "./terminal.ts";
import { clockTime, type TerminalWords, terminalWords } from "./words.ts";

export interface SetupParts {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly brand: FeishuBrand;
  /** An app that exists, to be completed; otherwise a new one is made. */
  readonly appId?: string;
  /** Put a new app in the place of the one that the file names, without asking. */
  readonly replace: boolean;
  /** The `.env` file: its path for people, its text, and how to write it. */
  readonly file: {
    readonly name: string;
    readonly text: string;
    readonly save: (text: string) => Promise<void>;
  };
  /** Variables that are set in the environment itself, where they win over the file. */
  readonly overriding: readonly string[];
  readonly register: (request: RegistrationRequest) => Promise<Registration>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const tickMs = 1_000;

/** Whether to go on, after asking where a person can be asked. */
const mayReplace = async (parts: SetupParts, words: TerminalWords): Promise<boolean> => {
  const { terminal, file } = parts;
  const present = appNamedIn(file.text);
  if (present === undefined || present === parts.appId || parts.replace) return true;
  if (!terminal.isInteractive) {
    terminal.print(words.cannotAsk(file.name, present));
    return false;
  }
  const answer = await terminal
    .ask(words.replaceApp(file.name, present), parts.signal)
    .catch(() => "");
  if (/^\s*(y|yes|是|好)\s*$/i.test(answer)) return true;
  terminal.print(words.kept(file.name));
  return false;
};

/** Shows where to confirm, and how long there is left; returns what ends the countdown. */
const showLink = (
  link: { readonly url: string; readonly lifetimeMs: number },
  parts: SetupParts,
  words: TerminalWords,
): (() => void) => {
  const { terminal, clock } = parts;
  if (!terminal.isInteractive) {
    terminal.print(link.url);
    return () => {};
  }
  const overAtMs = clock.now() + link.lifetimeMs;
  const code = drawQr(link.url);
  const wanted = { columns: code[0]?.length ?? 0, rows: code.length };
  const { columns, rows } = terminal.size();
  if (wanted.columns <= columns && wanted.rows <= rows) {
    for (const line of [words.scan, ...code, words.openLink]) terminal.print(line);
  } else {
    terminal.print(words.tooSmall(wanted));
  }
  terminal.print(link.url);
  let cancel = (): void => {};
  const tick = (): void => {
    terminal.show(words.remaining(clockTime(overAtMs - clock.now())));
    cancel = clock.after(tickMs, tick);
  };
  tick();
  return () => cancel();
};

/**
 * Makes an app with everything that the bot needs, and writes its credentials down. What is there already is
 * replaced only after asking, and asked first, so that no app is made for nothing. The secret is shown nowhere.
 * Resolves to whether the file names a usable app now.
 */
export const setUp = async (parts: SetupParts): Promise<boolean> => {
  const { terminal, file } = parts;
  const words = terminalWords[parts.language];
  if (!(await mayReplace(parts, words))) return false;

  let endCountdown = (): void => {};
  const registration = await parts
    .register({
      brand: parts.brand,
      ...(parts.appId === undefined ? {} : { appId: parts.appId }),
      name: words.name,
      about: words.about,
      clock: parts.clock,
      signal: parts.signal,
      onLink: (link) => {
        endCountdown = showLink(link, parts, words);
      },
    })
    .finally(() => endCountdown());
  if (!registration.ok) {
    terminal.print(words[registration.why]);
    return false;
  }

  const { appId, appSecret, brand } = registration.app;
  try {
    await file.save(
      withVariables(file.text, {
        set: { FEISHU_APP_ID: appId, FEISHU_APP_SECRET: appSecret, FEISHU_DOMAIN: brand },
        unset: ["FEISHU_APP_SECRET_FILE"],
      }),
    );
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    terminal.print(words.notSaved(file.name, code, appId));
    return false;
  }
  terminal.print(words.saved(file.name, appId));
  if (parts.overriding.length > 0) {
    terminal.print(words.environmentWins(parts.overriding));
  }
  return true;
};
