import type { Decision } from "./verdicts.ts";

/**
 * Whether somebody has a right as such: by role, list or grant, and on no list of those who may not. What hinders
 * for the moment (a pause, a setting of the group, what the platform refused) takes no right away.
 */
export const hasRight = (decision: Decision): boolean =>
  !isListed(decision) &&
  decision.layers.some((one) => one.layer === "caller" && one.facts.via !== undefined);

/** Whether somebody is on the list of those who may not, which no role and no grant changes. */
export const isListed = ({ layers }: Decision): boolean =>
  layers.some((one) => one.layer === "policy" && one.facts.rule === "denied");

/** Whether the command is switched off, for everybody. */
export const isOff = ({ layers }: Decision): boolean =>
  layers.some((one) => one.layer === "policy" && one.facts.rule === "off");
