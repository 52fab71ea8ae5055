import { type Sentence, say } from "../core/answers/sentences.ts";
import type { CardAnswer, CardKind, CardUse } from "../core/cards/card-kind.ts";
import type { ShownOption } from "../core/settings/chat-options.ts";
import { changeOption } from "./change-option.ts";

/** The kind of the cards on which a chat's settings are seen and changed. */
export const settingsCard = "settings";
/** How long such a card can be used, in milliseconds. */
export const settingsLifetimeMs = 3_600_000;

const shown = (
  options: readonly ShownOption[],
  card: { readonly token: string; readonly page: string | undefined },
): Sentence => {
  const commands = options.flatMap(({ key }) => {
    const [name = "", part] = key.split(".");
    return part === "role" ? [name] : [];
  });
  const { token, page } = card;
  return say("settings.shown", {
    options,
    commands,
    token,
    ...(page !== undefined && commands.includes(page) ? { page } : {}),
  });
};

/** Turns to the page of a command, or back. */
const turned = ({ card, powers }: CardUse, page: string | undefined): CardAnswer => ({
  sentence: shown(powers.chatOptions("now"), { token: card.token, page }),
});

/** A select changes the setting that it is named after; two more controls turn pages. */
export const settingsCardKind: CardKind = {
  kind: settingsCard,
  command: settingsCard,
  use: async (use): Promise<CardAnswer> => {
    const { card, control, option, sender, role, powers } = use;
    if (control === "command") return turned(use, option);
    if (control === "main" || option === undefined) return turned(use, undefined);
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
      sentence: shown(changed.options, {
        token: card.token,
        page: part === undefined ? undefined : name,
      }),
    };
  },
};
