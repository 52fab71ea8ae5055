import { renderUnicodeCompact } from "uqr";

/**
 * A text as lines that draw a QR code of half blocks, to be shown in a terminal. Dark modules are drawn as blanks, so
 * that it can be scanned on a dark background; scanners read the inverse of it on a light one.
 */
export const drawQr = (text: string): readonly string[] =>
  renderUnicodeCompact(text, { ecc: "L", border: 2 }).split("\n");
