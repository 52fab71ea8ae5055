import type { CardKind } from "../core/card-kind.ts";
import { whyCard } from "../core/explanation.ts";
import type { Sentence } from "../core/sentences.ts";

/** The button under a denial: the card becomes the explanation that was kept with it. */
export const whyCardKind: CardKind = {
  kind: whyCard,
  // Written by this very program, as the sentence that explains a denial.
  use: ({ card }) => Promise.resolve({ sentence: card.data as Sentence }),
};
