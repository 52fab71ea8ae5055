import { language } from "./preferences.ts";
import { english, type WordKey } from "./words-en.ts";
import { chinese } from "./words-zh.ts";

/** The page's own words in the reader's language; `{name}` in them is replaced by the value of that name. */
export function translate(
  key: WordKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const words = language.value === "zh" ? chinese : english;
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
