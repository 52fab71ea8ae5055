import { computed, effect, signal } from "@preact/signals";
import { readStored, writeStored } from "./stored-value.ts";

export type Language = "zh" | "en";
export type Theme = "light" | "dark";

const darkQuery = matchMedia("(prefers-color-scheme: dark)");
const systemTheme = signal<Theme>(darkQuery.matches ? "dark" : "light");
const chosenTheme = signal<Theme | null>(themeFrom(readStored("theme")));

/** The language of the page's own words. */
export const language = signal<Language>(
  languageFrom(readStored("language") ?? navigator.language),
);

/** The theme in force: the reader's choice, else the system's. */
export const theme = computed<Theme>(() => chosenTheme.value ?? systemTheme.value);

/** Whether moving things should jump instead. */
export const reducedMotion: () => boolean = () =>
  matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Switches between light and dark and keeps the choice. */
export function toggleTheme(): void {
  chosenTheme.value = theme.value === "dark" ? "light" : "dark";
  writeStored("theme", chosenTheme.value);
}

/** Switches between Chinese and English and keeps the choice. */
export function toggleLanguage(): void {
  language.value = language.value === "zh" ? "en" : "zh";
  writeStored("language", language.value);
}

/** Writes theme and language to the document, now and whenever they change. */
export function applyPreferences(): void {
  darkQuery.addEventListener("change", (event) => {
    systemTheme.value = event.matches ? "dark" : "light";
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    document.documentElement.lang = language.value === "zh" ? "zh-CN" : "en";
  });
}

function languageFrom(tag: string): Language {
  return tag.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function themeFrom(text: string | null): Theme | null {
  return text === "light" || text === "dark" ? text : null;
}
