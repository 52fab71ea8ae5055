import { distance } from "fastest-levenshtein";

const letters = (word: string): string => [...word].sort().join("");

/** Letters that are wrong, missing or too many; letters in the wrong order count once. */
const edits = (typed: string, name: string): number =>
  letters(typed) === letters(name) ? Math.min(1, distance(typed, name)) : distance(typed, name);

/** The name that was probably meant: at most two edits off, and less than half of its letters. */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
  const ranked = names
    .map((name) => ({ name, edits: edits(typed, name) }))
    .filter((one) => one.edits <= Math.min(2, Math.floor(one.name.length / 2)))
    .sort((a, b) => a.edits - b.edits || a.name.localeCompare(b.name));
  return ranked[0]?.name;
};
