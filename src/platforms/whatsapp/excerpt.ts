const longest = 60;
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The first 60 characters as people count them, on one line; nothing for a message without words. */
export const excerptOf = (text: string): string | undefined => {
  // 60 characters of people may be many code units, but not endlessly many.
  const head = text
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longest * 20);
  const shown: string[] = [];
  for (const { segment } of graphemes.segment(head)) {
    if (shown.length === longest) return `${shown.join("").trimEnd()}…`;
    shown.push(segment);
  }
  return shown.length === 0 ? undefined : shown.join("");
};
