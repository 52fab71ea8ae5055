/** A piece of a line, in the form that the page reads rich text in. */
type Piece =
  | { readonly tag: "text"; readonly text: string; readonly style?: readonly string[] }
  | { readonly tag: "at"; readonly user_id: string };

const styles: Readonly<Record<string, string>> = {
  "*": "bold",
  _: "italic",
  "~": "lineThrough",
  "`": "inlineCode",
};

/** Marks hug their words and stand between words; keys of mentions hold underscores that are no marks. */
const markup = /@_user_\d+|(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu;

const piecesOf = (line: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of line.matchAll(markup)) {
    const [whole, sign, words] = match;
    if (match.index > end) pieces.push({ tag: "text", text: line.slice(end, match.index) });
    end = match.index + whole.length;
    const style = sign === undefined ? undefined : styles[sign];
    if (style === undefined) pieces.push({ tag: "at", user_id: whole });
    else pieces.push({ tag: "text", text: words ?? "", style: [style] });
  }
  if (end < line.length) pieces.push({ tag: "text", text: line.slice(end) });
  return pieces;
};

/** The text as rich text where it has WhatsApp's markup; nothing for a plain one. */
export const markedUp = (text: string): { readonly content: readonly unknown[] } | undefined => {
  const lines = text.split("\n").map(piecesOf);
  const isMarked = lines.flat().some((piece) => piece.tag === "text" && piece.style !== undefined);
  return isMarked ? { content: lines } : undefined;
};
