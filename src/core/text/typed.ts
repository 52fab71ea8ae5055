const invisible =
  /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+/gu;

/**
 * Text without characters that nobody sees: they come along when something is copied, hide in words, or turn the
 * order of what follows. Those that join emojis and letters stay.
 */
export const withoutInvisible = (text: string): string => text.replace(invisible, "");

/** A word as it is compared: full-width letters, digits and signs and capitals are the same word. */
export const normal = (word: string): string => word.normalize("NFKC").toLowerCase();
