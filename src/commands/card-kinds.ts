import type { CardKind } from "../core/cards/card-kind.ts";
import { doctorCardKind } from "./doctor-card.ts";
import { settingsCardKind } from "./settings-card.ts";
import { welcomeCardKind } from "./welcome-card.ts";
import { whyCardKind } from "./why-card.ts";

/** Every kind of card whose controls do something. */
export const cardKinds: readonly CardKind[] = [
  whyCardKind,
  settingsCardKind,
  doctorCardKind,
  welcomeCardKind,
];
