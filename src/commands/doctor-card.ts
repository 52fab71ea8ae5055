import { say } from "../core/answers/sentences.ts";
import type { CardAnswer, CardKind } from "../core/cards/card-kind.ts";
import type { Finding } from "../core/doctor/findings.ts";

/** The kind of the cards that show a check-up. */
export const doctorCard = "doctor";
/** How long such a card can be used, in milliseconds. */
export const doctorLifetimeMs = 24 * 3_600_000;

/** Its button checks again. What the self-test found is kept: a click is to be answered within seconds. */
export const doctorCardKind: CardKind = {
  kind: doctorCard,
  command: "doctor",
  use: async ({ card, powers }): Promise<CardAnswer> => {
    const findings = await powers.examine({});
    // Written by this very program.
    const tested = card.data as Finding | null;
    return {
      toast: { tone: "success", sentence: say("doctor.checked") },
      sentence: say("doctor.report", {
        findings: tested === null ? findings : [...findings, tested],
        token: card.token,
      }),
    };
  },
};
