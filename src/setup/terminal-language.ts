import type { Language } from "../core/invocation.ts";

/** The language that a terminal is set to, as far as the bot speaks it. */
export const terminalLanguage = (
  environment: Readonly<Record<string, string | undefined>>,
): Language => {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh-CN" : "en-US";
};
