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

/** Whether something that ends at `oneMs` outlasts what ends at `otherMs`; without a time it has no end. */
export const lastsLonger = (oneMs: number | undefined, otherMs: number | undefined): boolean =>
  otherMs !== undefined && (oneMs === undefined || oneMs > otherMs);

/**
 * What keeps somebody from giving a right on: they do not have it themselves, or not for so long. Who may act only
 * on their own message does not have it.
 */
export const beyondGiver = (
  giver: Decision,
  dueAtMs: number | undefined,
):
  | { readonly kind: "lacks" }
  | { readonly kind: "outlasts"; readonly untilMs: number }
  | undefined => {
  if (!hasRight(giver)) return { kind: "lacks" };
  const { untilMs } = giver;
  return untilMs !== undefined && lastsLonger(dueAtMs, untilMs)
    ? { kind: "outlasts", untilMs }
    : undefined;
};
