/**
 * Reads an id that the platform may leave out: `undefined` when it is absent or empty, `"bad"` when there is
 * something that is not such an id.
 */
export function optionalId<Id extends string>(
  value: unknown,
  parse: (value: unknown) => Id | undefined,
): Id | undefined | "bad" {
  return value === undefined || value === null || value === ""
    ? undefined
    : (parse(value) ?? "bad");
}

const digits = /^\d{1,16}$/;
/** The last moment that a `Date` can hold. */
const latestMs = 8.64e15;

/** A moment as the platform writes it in events: milliseconds since the epoch in a string of digits. */
export function epochMs(value: unknown): number | undefined {
  if (typeof value !== "string" || !digits.test(value)) return undefined;
  const ms = Number(value);
  return ms <= latestMs ? ms : undefined;
}

const secondsWithFraction = /^\d{1,11}(\.\d{1,9})?$/;

/** A moment as events of the first version write it: seconds since the epoch, with a fraction, in a string. */
export const epochMsFromSeconds = (value: unknown): number | undefined =>
  typeof value === "string" && secondsWithFraction.test(value)
    ? Math.floor(Number(value) * 1000)
    : undefined;
