import { defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { Argument } from "../core/invocation.ts";
import { changeNeeds, changeOption } from "./change-option.ts";
import { settingsCard, settingsLifetimeMs } from "./settings-card.ts";
import { settingsPage } from "./settings-page.ts";

interface SettingsArguments {
  readonly key?: string;
  readonly words: readonly Argument[];
}

/** Chinese keyboards type full-width letters and signs. */
const halfWidth = (one: Argument): Argument =>
  one.kind === "word" ? { ...one, text: one.text.normalize("NFKC") } : one;

/** Nothing, a command, or a key and its new value. `=` and `:` may stand between them. */
const parseSettings = (args: readonly Argument[]): Parsed<SettingsArguments> => {
  const [first, ...rest] = args.map(halfWidth);
  if (first?.kind !== "word") return { ok: true, args: { words: [] } };
  const [, key = first.text, glued = ""] = /^([^=:]+)[=:](.*)$/u.exec(first.text) ?? [];
  const words = rest.filter((one) => one.kind !== "word" || !/^[=:]$/u.test(one.text));
  return {
    ok: true,
    args: { key, words: glued === "" ? words : [{ kind: "word", text: glued }, ...words] },
  };
};

export const settings = defineCommand({
  name: "settings",
  aliases: ["设置"],
  role: "admin",
  target: "none",
  freshRoles: true,
  actsWhenObserved: true,
  summary: "help.settings",
  needs: [...changeNeeds, "newToken"],
  parse: parseSettings,
  run: async ({ args, sender, role, capabilities, powers }): Promise<Outcome> => {
    const { key, words } = args;
    const page = key === undefined ? undefined : powers.commandNamed(key)?.name;
    if (key === undefined || (page !== undefined && words.length === 0)) {
      const token = capabilities.controls ? powers.newToken() : undefined;
      return {
        kind: "told",
        sentence: await settingsPage(powers, powers.chatOptions("now"), {
          ...(page === undefined ? {} : { page }),
          ...(token === undefined ? {} : { token }),
        }),
        ...(token === undefined
          ? {}
          : {
              card: { token, kind: settingsCard, data: null, lifetimeMs: settingsLifetimeMs },
            }),
      };
    }
    const changed = await changeOption({ powers, sender, role, key, args: words });
    if (!changed.ok) return { kind: changed.kind, sentence: changed.sentence };
    return changed.act
      ? { kind: "done", mark: "done", aloud: true, sentence: changed.sentence, act: changed.act }
      : { kind: "told", sentence: changed.sentence };
  },
});
