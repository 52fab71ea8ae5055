/** An object out of foreign JSON: every field may be anything, or missing. */
export type JsonObject = { readonly [field: string]: unknown };

/** Narrows foreign JSON to an object; arrays and `null` are none. Checked by hand since it is on the path of every event. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object in `value`, or an empty one: its fields are then all missing. */
export const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

/** The JSON value in this text, or `undefined` when it is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** A string with something in it. */
export const stringOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The elements of a list, none when it is not a list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The last moment that a `Date` can hold. */
const latestMs = 8.64e15;

/** A moment in milliseconds since the epoch. */
export const momentOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= latestMs
    ? value
    : undefined;
