const longest = 60;
/** 60 characters of people may be many code units, but not endlessly many. */
const longestUnits = longest * 20;

let graphemes: Intl.Segmenter | undefined;

/** The first 60 characters as people count them, on one line; nothing for a text without any. */
export const excerptOf = (text: string): string | undefined => {
  const head = text.replace(/\s+/g, " ").trim().slice(0, longestUnits);
  // Only once it is needed: its tables take 10 ms to load.
  graphemes ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const shown: string[] = [];
  for (const { segment } of graphemes.segment(head)) {
    if (shown.length === longest) return `${shown.join("").trimEnd()}…`;
    shown.push(segment);
  }
  return shown.length === 0 ? undefined : shown.join("");
};
