import type { Origin } from "../permissions/policy.ts";
import type { Expected } from "../settings/chat-options.ts";
import type { Who } from "./who.ts";

/** A setting's value as it can be typed, or the people on its list. */
export type SettingValue = string | readonly Who[];

/** A setting that was changed, and how. */
export interface SettingChange {
  readonly option: string;
  readonly before: SettingValue;
  readonly after: SettingValue;
}

/** One setting, and where its value comes from. */
export interface ShownSetting {
  readonly key: string;
  readonly value: SettingValue;
  readonly from: Origin;
}

/** A card on which a chat's settings are seen and changed; without a token it has no controls. */
export interface SettingsFacts {
  readonly options: readonly ShownSetting[];
  /** The commands that can be configured. */
  readonly commands: readonly string[];
  /** Shown alone: the settings of this command. */
  readonly page?: string;
  readonly token?: string;
}

/** What is said about a chat's settings. */
export interface SettingsSentences {
  "settings.shown": SettingsFacts;
  "settings.changed": SettingChange;
  "settings.same": { readonly option: string; readonly value: SettingValue };
  "settings.unknown": { readonly typed: string; readonly nearest?: string };
  "settings.invalid": {
    readonly option: string;
    readonly typed: string;
    readonly expected: Expected;
  };
  "settings.locks-out": { readonly option: string };
  "settings.beyond-own": { readonly option: string };
  "settings.above-own": Record<never, never>;
  "settings.senior": Record<never, never>;
}
