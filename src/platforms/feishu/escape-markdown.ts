/** All that Feishu's card markdown could read as markup, and what its text tags (`<at>`, `<font>`, `<a>`) are made of. */
const special = /[&<>*_~`[\]()\\#$!"']/g;
/** A colon that would make an address (`://`) or an emoji (`:OK:`); the one in 18:00 stays readable. */
const joining = /:(?=\/\/|[\w+-]+:)/g;

/** Invisible characters that reorder text or hide in it, and control characters; a line break would begin a block. */
const invisible =
  /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/gu;

/** Text of people on one line, without characters that nobody sees. */
export const oneLine = (text: string): string =>
  text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(invisible, "");

/**
 * Text of people for a `markdown` element of a card: every character that could begin a mention, a link, bold or
 * other markup becomes a numeric entity, which the client shows as that character and reads as nothing else.
 * Source: Feishu docs, card component rich text, escaping of special characters.
 */
export const escapeMarkdown = (text: string): string =>
  oneLine(text)
    .replace(special, (character) => `&#${character.charCodeAt(0)};`)
    .replace(joining, "&#58;")
    .replace(
      /^(\s*)([-+])/,
      (_all, space: string, sign: string) => `${space}&#${sign.charCodeAt(0)};`,
    )
    .replace(/^(\s*\d+)\./, "$1&#46;");
