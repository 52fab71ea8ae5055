/** Milliseconds of each unit, by every way of writing it. */
const units = new Map<string, number>([
  ...["s", "秒"].map((unit) => [unit, 1_000] as const),
  ...["m", "分", "分钟"].map((unit) => [unit, 60_000] as const),
  ...["h", "时", "小时"].map((unit) => [unit, 3_600_000] as const),
  ...["d", "天", "日"].map((unit) => [unit, 86_400_000] as const),
  ...["w", "周", "星期"].map((unit) => [unit, 604_800_000] as const),
]);

/** One year. */
export const longestDurationMs = 365 * 86_400_000;
/** No sensible duration is longer, and reading very long ones would take long. */
const longestWord = 64;

export type DurationFault = "unit" | "zero" | "too-long" | "nonsense";

export type ReadDuration =
  | { readonly kind: "duration"; readonly ms: number }
  | { readonly kind: "none" }
  | { readonly kind: "bad"; readonly why: DurationFault };

const none: ReadDuration = { kind: "none" };
const bad = (why: DurationFault): ReadDuration => ({ kind: "bad", why });
const part = /(\d+)个?(秒|分钟|分|小时|时|天|日|星期|周|[a-z]+)/gu;
/** Nothing but digits, points, signs, Latin letters and words for times: `1.5h`, `-7天`, `7天半`, `3个月`. */
const lookalike = /^[+-]?\d(?:[\da-z.+-]|个|半|秒|分|钟|小|时|天|日|星|期|周|月(?!\d)|年)*$/u;
const year = /^\d{4}年/u;

/**
 * Reads a word such as `30s`, `24h`, `1d12h`, `2w` or `7天`: between one second and one year (365 days). A word
 * that looks like a duration but is none is `bad`, never silently something else; any other word is `none`.
 */
export const readDuration = (word: string): ReadDuration => {
  if (word.length > longestWord) return /^\d+$/.test(word) ? bad("unit") : none;
  const text = word.normalize("NFKC").toLowerCase();
  if (!/^[+-]?\d/.test(text)) return none;
  const parts = [...text.matchAll(part)];
  const whole = parts.map((match) => match[0]).join("") === text;
  if (!whole) {
    if (/^\d+$/.test(text)) return bad("unit");
    return lookalike.test(text) && !year.test(text) ? bad("nonsense") : none;
  }
  let ms = 0;
  for (const [, count, unit] of parts) {
    const unitMs = units.get(unit ?? "");
    if (unitMs === undefined) return bad("nonsense");
    ms += Number(count) * unitMs;
  }
  if (ms === 0) return bad("zero");
  return ms > longestDurationMs ? bad("too-long") : { kind: "duration", ms };
};
