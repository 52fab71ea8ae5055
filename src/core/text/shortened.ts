/** Text of people, cut for showing or keeping it; never in the middle of a character. `longest` in code points. */
export const shortened = (text: string, longest: number): string =>
  // No character takes more than two units, so a long text is cut roughly before it is counted.
  [...text.slice(0, longest * 2)].slice(0, longest).join("");
