/** Unix times beyond this many are milliseconds, not seconds (the year 5138 in seconds). */
const secondsEndAt = 100_000_000_000;

/** A time as the gateway writes it (RFC 3339, or Unix seconds or milliseconds), in milliseconds since the epoch. */
export const timestampMs = (value: unknown): number | undefined => {
  const number =
    typeof value === "number"
      ? value
      : typeof value === "string" && /^\d{9,16}$/.test(value)
        ? Number(value)
        : undefined;
  if (number !== undefined) {
    if (!Number.isFinite(number) || number <= 0) return undefined;
    return Math.trunc(number < secondsEndAt ? number * 1000 : number);
  }
  const parsed =
    typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
};
