import { textKeyOf } from "../core/records/kept-text.ts";
import type { TextStore } from "../core/text-store.ts";
import type { ExportedCase } from "./exported-case.ts";

/** The cases with the words of their messages, as far as those are kept. */
export const withTexts = async function* (
  cases: AsyncIterable<ExportedCase>,
  texts: Pick<TextStore, "find">,
): AsyncGenerator<ExportedCase> {
  for await (const entry of cases) {
    const key = textKeyOf(entry);
    const kept = key === undefined ? undefined : await texts.find(entry, entry.chat, key);
    yield kept === undefined ? entry : { ...entry, text: kept.text };
  }
};
