import { asObject, asText } from "./json-view.ts";
import { app } from "./live-state.ts";
import { language } from "./preferences.ts";
import { translate } from "./translate.ts";

/** A command that the composer hints at; any text can be sent all the same. */
export interface CommandHint {
  /** With its slash. */
  readonly name: string;
  readonly meaning: string;
}

/** The commands that go on as the text begins, mentions before them aside; none once there is a space. */
export function commandHints(text: string): readonly CommandHint[] {
  const typed = /^(?:@\S+\s+)*([/／][\p{L}\p{N}_-]*)$/u.exec(text)?.[1];
  if (typed === undefined) return [];
  const prefix = typed.replace("／", "/").toLowerCase();
  return knownCommands().filter(({ name }) => name.toLowerCase().startsWith(prefix));
}

/** What the app registered for the `/` panel; until it did, Steward's first commands. */
function knownCommands(): readonly CommandHint[] {
  const registered = app.value.slash_commands.map(({ command, description }) => ({
    name: `/${command}`,
    meaning: descriptionText(description),
  }));
  if (registered.length > 0) return registered;
  return [
    { name: "/pin", meaning: translate("commandPin") },
    { name: "/unpin", meaning: translate("commandUnpin") },
    { name: "/pins", meaning: translate("commandPins") },
    { name: "/recall", meaning: translate("commandRecall") },
    { name: "/help", meaning: translate("commandHelp") },
  ];
}

function descriptionText(description: unknown): string {
  const outer = asObject(description);
  const byLanguage = { ...outer, ...asObject(outer.i18n) };
  const key = language.value === "zh" ? "zh_cn" : "en_us";
  return (
    asText(description) ||
    asText(byLanguage[key]) ||
    asText(outer.default_value) ||
    asText(Object.values(byLanguage).find((value) => typeof value === "string"))
  );
}
