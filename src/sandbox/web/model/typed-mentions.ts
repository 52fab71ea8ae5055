/** Somebody put into a text by the picker: the words in the text and whom they mean. */
export interface PickedMention {
  readonly name: string;
  /** An open id, or `all`. */
  readonly id: string;
}

/** Where a mention is being typed: from the `@` to the caret. */
export interface MentionQuery {
  readonly start: number;
  readonly query: string;
}

const longestQuery = 20;

/** The `@…` that ends at the caret, when there is one at the start of a word. */
export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const before = text.slice(0, caret);
  const start = before.lastIndexOf("@");
  if (start < 0) return null;
  const query = before.slice(start + 1);
  if (/\s/.test(query) || query.length > longestQuery) return null;
  // An e-mail address is not a mention.
  if (start > 0 && /[\w.]/.test(before[start - 1] ?? "")) return null;
  return { start, query };
}

/** A text cut at the mentions that were picked for it; longer names first, as one may begin another. */
export function splitMentions(
  text: string,
  picked: readonly PickedMention[],
): { readonly text: string; readonly mention: PickedMention | null }[] {
  const sorted = [...picked].sort((a, b) => b.name.length - a.name.length);
  const parts: { text: string; mention: PickedMention | null }[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const here = at;
    const found =
      text[here] === "@"
        ? sorted.find((mention) => text.startsWith(`@${mention.name}`, here))
        : undefined;
    if (found === undefined) {
      plain += text[at] ?? "";
      at += 1;
      continue;
    }
    if (plain !== "") parts.push({ text: plain, mention: null });
    plain = "";
    parts.push({ text: `@${found.name}`, mention: found });
    at += found.name.length + 1;
  }
  if (plain !== "") parts.push({ text: plain, mention: null });
  return parts;
}

/** The text as the platform wants it: mentions as `<at user_id="ou_…"></at>`, everybody as `@_all`. */
export function encodeMentions(text: string, picked: readonly PickedMention[]): string {
  return splitMentions(text, picked)
    .map(({ text: part, mention }) => {
      if (mention === null) return part;
      return mention.id === "all" ? "@_all" : `<at user_id="${mention.id}"></at>`;
    })
    .join("");
}
