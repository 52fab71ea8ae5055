import { nearest } from "../core/text/nearest.ts";

const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, "");

/**
 * The known name that was probably meant, whatever its case and separators (`keep_days` means `keepDays`), or
 * the first that begins with what was typed.
 */
export const intendedName = (typed: string, known: readonly string[]): string | undefined => {
  const word = plain(typed);
  const meant = nearest(word, known.map(plain));
  return known.find((name) =>
    meant === undefined ? word.length >= 3 && plain(name).startsWith(word) : plain(name) === meant,
  );
};
