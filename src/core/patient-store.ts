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
 * The store for commands: a write that fails is repeated until it works or the command is over. A command has
 * acted before it writes, and a pin whose end was not written down would stay for ever.
 */
export const patientStore = (
  store: CommandStore,
  parts: { readonly clock: Clock; readonly log: Log; readonly stopping: AbortSignal },
): CommandStore => ({
  pins: {
    ...store.pins,
    put: (pin) => persist(() => store.pins.put(pin), parts),
    remove: (account, chat, message) =>
      persist(() => store.pins.remove(account, chat, message), parts),
  },
  timers: {
    ...store.timers,
    set: (timer) => persist(() => store.timers.set(timer), parts),
    cancel: (timer) => persist(() => store.timers.cancel(timer), parts),
  },
  cases: {
    ...store.cases,
    append: (...entry) => persist(() => store.cases.append(...entry), parts),
    note: (...note) => persist(() => store.cases.note(...note), parts),
  },
  settings: {
    ...store.settings,
    put: (setting) => persist(() => store.settings.put(setting), parts),
    remove: (...key) => persist(() => store.settings.remove(...key), parts),
  },
  grants: {
    ...store.grants,
    put: (grant) => persist(() => store.grants.put(grant), parts),
    remove: (...key) => persist(() => store.grants.remove(...key), parts),
  },
  cards: store.cards,
  texts: { ...store.texts, put: (text) => persist(() => store.texts.put(text), parts) },
});
