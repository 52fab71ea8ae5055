import { type Language, language } from "./preferences.ts";

const locales: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };

/** 18:05 */
export function clockTime(atMs: number): string {
  return new Intl.DateTimeFormat(locales[language.value], {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(atMs);
}

/** 18:05:09 */
export function clockTimeWithSeconds(atMs: number): string {
  return new Intl.DateTimeFormat(locales[language.value], {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(atMs);
}

/** 3月5日 / 5 March; with the weekday in the long form. */
export function dayName(atMs: number, form: "short" | "long"): string {
  return new Intl.DateTimeFormat(locales[language.value], {
    month: form === "long" ? "long" : "short",
    day: "numeric",
    ...(form === "long" ? { weekday: "long" } : {}),
  }).format(atMs);
}

/** The time today, else the day: for lists. */
export function shortMoment(atMs: number): string {
  const today = new Date().toDateString() === new Date(atMs).toDateString();
  return today ? clockTime(atMs) : dayName(atMs, "short");
}

/** Day and time, for tooltips and the list of pins. */
export function fullMoment(atMs: number): string {
  return `${dayName(atMs, "short")} ${clockTime(atMs)}`;
}
