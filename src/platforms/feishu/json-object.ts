/** An object out of foreign JSON: every field may be anything, or missing. */
export type JsonObject = { readonly [field: string]: unknown };

/** Narrows foreign JSON to an object; arrays and `null` are none. Checked by hand since it is on the path of every event. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The JSON value in this text, or `undefined` when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
