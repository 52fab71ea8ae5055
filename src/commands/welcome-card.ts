import { say } from "../core/answers/sentences.ts";
import type { CardAnswer, CardKind } from "../core/cards/card-kind.ts";
import { welcomeCard } from "../core/membership/welcome.ts";

/** Its button looks again at what the bot can do in the group; the card tells the news. */
export const welcomeCardKind: CardKind = {
  kind: welcomeCard,
  command: "doctor",
  use: async ({ card, powers }): Promise<CardAnswer> => {
    const findings = await powers.examine({});
    // Written by this very program: the token of the card's way to the settings.
    const settings = card.data as string;
    return {
      toast: { tone: "success", sentence: say("doctor.checked") },
      sentence: say("welcome", { findings, tokens: { again: card.token, settings } }),
    };
  },
};
