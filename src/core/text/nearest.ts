import { distance } from "fastest-levenshtein";

const letters = (word: string): string => [...word].sort().join("");

/** Letters that are wrong, missing or too many; letters in the wrong order count once. */
const edits = (typed: string, name: string): number =>
  letters(typed) === letters(name) ? Math.min(1, distance(typed, name)) : distance(typed, name);

/** The longest name that the word begins with, as where somebody went on without a blank (`/置顶消息`). */
const begun = (typed: string, names: readonly string[]): string | undefined =>
  names.filter((name) => typed.startsWith(name)).toSorted((a, b) => b.length - a.length)[0];

/**
 * The name that was probably meant: at most two edits off, and less than half of its letters; or else one that
 * the word begins with.
 */
export const nearest = (typed: string, names: readonly string[]): string | undefined => {
  const ranked = names
    .map((name) => ({ name, edits: edits(typed, name) }))
    .filter((one) => one.edits <= Math.min(2, Math.floor(one.name.length / 2)))
    .sort((a, b) => a.edits - b.edits || a.name.localeCompare(b.name));
  return ranked[0]?.name ?? begun(typed, names);
};
