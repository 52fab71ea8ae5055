/** An object out of foreign JSON: every field may be anything, or missing. */
export type JsonObject = { readonly [field: string]: unknown };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object in `value`, or an empty one: its fields are then all missing. */
export const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

/** A string with something in it. */
export const stringOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The elements of a list, none when it is not a list. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The JSON value in this text, or `undefined` when it is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
