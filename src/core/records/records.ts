import { sendKey } from "../answers/send-key.ts";
import type { Powers } from "../command.ts";
import type { CommandStore } from "../patient-store.ts";
import { pinExpiry, pinRenewal, pinTimers, renewalDueMs } from "../pins/pin-timers.ts";
import type { Platform } from "../platform.ts";
import { type Occasion, recordAct } from "./record-act.ts";

/** The timer that ends a grant; its data say which. */
export const grantExpiry = "grant";

/** The half of the powers that writes into the store. */
export type Records = Pick<
  Powers,
  "rememberPin" | "forgetPin" | "addNote" | "giveGrant" | "takeGrants" | "changeOption"
>;

/**
 * Writes for real. What belongs together is handed to the store in one step, which commits it together. The record
 * comes first and what shows that all was done comes last, so that a run that was cut off is done again, and told
 * once.
 */
export const createRecords = (binding: {
  readonly store: CommandStore;
  readonly occasion: Omit<Occasion, "atMs">;
  readonly nameOf: Powers["nameOf"];
  readonly platform: Pick<Platform, "capabilities" | "idsOf">;
  readonly now: () => number;
}): Records => {
  const { store, occasion, now } = binding;
  const { capabilities, idsOf } = binding.platform;
  const { platform, account, chat, sender, key } = occasion;
  const where = { platform, account, chat };
  const grantTimer = (user: string, what: string) => ({
    ...where,
    kind: grantExpiry,
    subject: `${what} ${user}`,
  });
  const record = (act: Parameters<Powers["giveGrant"]>[1]) =>
    recordAct(store.cases, { ...occasion, atMs: now() }, act);

  return {
    rememberPin: async ({ endsAtMs, ...pin }) => {
      const { dueAtMs, message: subject } = pin;
      const expiry = { ...where, kind: pinExpiry, subject };
      const renewal = { ...where, kind: pinRenewal, subject };
      const tooEarly = endsAtMs !== undefined && (dueAtMs === undefined || dueAtMs > endsAtMs);
      await Promise.all([
        store.pins.put({ ...where, ...pin }),
        dueAtMs === undefined
          ? store.timers.cancel(expiry)
          : store.timers.set({ ...expiry, dueAtMs, data: null }),
        tooEarly
          ? store.timers.set({
              ...renewal,
              dueAtMs: renewalDueMs(endsAtMs, capabilities),
              data: { endsAtMs },
            })
          : store.timers.cancel(renewal),
      ]);
    },
    forgetPin: async (message) => {
      await Promise.all([
        ...pinTimers.map((kind) => store.timers.cancel({ ...where, kind, subject: message })),
        store.pins.remove(where, chat, message),
      ]);
    },
    addNote: async (number, text) => {
      const byName = sender === undefined ? undefined : await binding.nameOf(sender);
      const note = {
        atMs: now(),
        text,
        ...(sender === undefined ? {} : { by: sender }),
        ...(byName === undefined ? {} : { byName }),
      };
      return store.cases.note(where, chat, number, note, sendKey(key, "note"));
    },
    giveGrant: async (grant, act) => {
      const { user, what, dueAtMs } = grant;
      const timer = grantTimer(user, what);
      await Promise.all([
        record(act),
        dueAtMs === undefined
          ? store.timers.cancel(timer)
          : store.timers.set({ ...timer, dueAtMs, data: { user, what } }),
        store.grants.put({ ...where, ...grant }),
      ]);
    },
    takeGrants: async (user, whats, act) => {
      await Promise.all([
        record(act),
        ...(idsOf?.(user) ?? [user]).flatMap((id) =>
          whats.flatMap((what) => [
            store.timers.cancel(grantTimer(id, what)),
            store.grants.remove(where, chat, id, what),
          ]),
        ),
      ]);
    },
    changeOption: async (change, act) => {
      await Promise.all([
        record(act),
        change.value === undefined
          ? store.settings.remove(where, chat, change.key)
          : store.settings.put({
              ...where,
              key: change.key,
              value: change.value,
              ...(sender === undefined ? {} : { by: sender }),
              atMs: now(),
            }),
      ]);
    },
  };
};
