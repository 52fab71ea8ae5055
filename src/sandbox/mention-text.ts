const written = /<at user_id="([^"<>]{1,128})"><\/at>/g;

/** A text as it was typed on the page, its mentions put into the platform's own form; whom it mentions. */
export const typedText = (
  text: string,
  formOf: (id: string) => string,
): { readonly text: string; readonly mentioned: readonly string[] } => {
  const mentioned = new Set<string>();
  const put = text.replace(written, (_whole, id: string) => {
    mentioned.add(id);
    return formOf(id);
  });
  return { text: put, mentioned: [...mentioned] };
};

/** Somebody mentioned: as written in the text, and whom that means. */
export interface WrittenMention {
  readonly written: string;
  readonly id: string;
  readonly name: string;
}

/** A text with each mention as a key of its own, the way the page reads it. */
export const keyedText = (
  text: string,
  mentions: readonly WrittenMention[],
): {
  readonly text: string;
  readonly mentions: readonly {
    readonly key: string;
    readonly id: string;
    readonly name: string;
  }[];
} => {
  // A longer one may begin with a shorter one.
  const longestFirst = mentions.toSorted((a, b) => b.written.length - a.written.length);
  const keyed = longestFirst.map((mention, index) => ({
    ...mention,
    key: `@_user_${String(index + 1)}`,
  }));
  return {
    text: keyed.reduce((done, mention) => done.replaceAll(mention.written, mention.key), text),
    mentions: keyed.map(({ key, id, name }) => ({ key, id, name })),
  };
};
