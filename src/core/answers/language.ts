import type { Invocation, Language } from "../invocation.ts";
import type { ChatSettings } from "../settings/settings.ts";

/** The language to answer in: the chat's own, else what the command shows, else the configured one. */
export const languageFor = (
  settings: ChatSettings,
  invocation: Pick<Invocation, "language">,
): Language => settings.language ?? invocation.language ?? settings.fallbackLanguage;
