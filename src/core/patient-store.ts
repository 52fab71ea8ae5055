import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { persist } from "./persist.ts";
import type { Store } from "./store.ts";

/** What commands write: the rest of the store is the runner's. */
export type CommandStore = Pick<
  Store,
  "pins" | "timers" | "cases" | "settings" | "grants" | "cards" | "texts"
>;

/**
 * The store for commands: what fails is repeated until it works or the command is over. A connection that breaks is
 * no reason to tell somebody of a fault; and a command has acted before it writes, so that a pin whose end was not
 * written down would stay for ever.
 */
export const patientStore = (
  store: CommandStore,
  parts: { readonly clock: Clock; readonly log: Log; readonly stopping: AbortSignal },
): CommandStore => {
  const patiently =
    <Args extends unknown[], T>(ask: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      persist(() => ask(...args), parts);
  const { pins, timers, cases, settings, grants, cards, texts } = store;
  return {
    pins: {
      ...pins,
      put: patiently(pins.put),
      remove: patiently(pins.remove),
      list: patiently(pins.list),
    },
    timers: { ...timers, set: patiently(timers.set), cancel: patiently(timers.cancel) },
    cases: {
      ...cases,
      append: patiently(cases.append),
      note: patiently(cases.note),
      get: patiently(cases.get),
      list: patiently(cases.list),
    },
    settings: {
      ...settings,
      put: patiently(settings.put),
      remove: patiently(settings.remove),
      list: patiently(settings.list),
    },
    grants: {
      ...grants,
      put: patiently(grants.put),
      remove: patiently(grants.remove),
      list: patiently(grants.list),
    },
    cards: { ...cards, find: patiently(cards.find), latest: patiently(cards.latest) },
    texts: { ...texts, put: patiently(texts.put), find: patiently(texts.find) },
  };
};
