import type { Sentence } from "../core/answers/sentences.ts";
import type { CardKind } from "../core/cards/card-kind.ts";
import { whyCard } from "../core/permissions/explanation.ts";

/** The button under a denial: the card becomes the explanation that was kept with it. */
export const whyCardKind: CardKind = {
  kind: whyCard,
  // Written by this very program, as the sentence that explains a denial.
  use: ({ card }) => Promise.resolve({ sentence: card.data as Sentence }),
};
