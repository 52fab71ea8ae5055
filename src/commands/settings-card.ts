import type { CardAnswer, CardKind, CardUse } from "../core/cards/card-kind.ts";
import { changeOption } from "./change-option.ts";
import { settingsPage } from "./settings-page.ts";

/** The kind of the cards on which a chat's settings are seen and changed. */
export const settingsCard = "settings";
/** How long such a card can be used, in milliseconds. */
export const settingsLifetimeMs = 3_600_000;

/** Turns to the page of a command, or back. */
const turned = async ({ card, powers }: CardUse, page?: string): Promise<CardAnswer> => ({
  sentence: await settingsPage(powers, powers.chatOptions("now"), {
    token: card.token,
    ...(page === undefined ? {} : { page }),
  }),
});

/** A select changes the setting that it is named after; two more controls turn pages. */
export const settingsCardKind: CardKind = {
  kind: settingsCard,
  command: settingsCard,
  use: async (use): Promise<CardAnswer> => {
    const { card, control, option, sender, role, powers } = use;
    if (control === "command") return turned(use, option);
    if (control === "main" || option === undefined) return turned(use);
    const [name = "", part] = control.split(".");
    const changed = await changeOption({
      powers,
      sender,
      role,
      key: control,
      args: [{ kind: "word", text: option }],
    });
    if (!changed.ok) return { toast: { tone: "warning", sentence: changed.sentence } };
    return {
      toast: { tone: changed.act ? "success" : "info", sentence: changed.sentence },
      sentence: await settingsPage(powers, changed.options, {
        token: card.token,
        ...(part === undefined ? {} : { page: name }),
      }),
    };
  },
};
