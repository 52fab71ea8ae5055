import type { WouldDo } from "./answers/sentences.ts";
import type { Platform, Writes } from "./platform.ts";
import type { Records } from "./records/records.ts";
import { ok } from "./result.ts";

/** What a command would have done, in the order in which it would have done it. */
export type Notes = WouldDo[];

/**
 * The changing half of a platform that changes nothing: it notes what would be done. Built member by member, so
 * that a port added later cannot slip through.
 */
export const simulateWrites = (
  platform: Pick<Platform, "ports" | "capabilities">,
  notes: Notes,
  now: () => number,
): Writes => ({
  pin: async (ref, options) => {
    const { listed } = platform.capabilities.pins;
    const pins = listed ? await platform.ports.pins(ref.chat, options) : undefined;
    const standing = pins?.ok
      ? pins.value.find(({ message }) => message === ref.message)
      : undefined;
    if (standing) return ok({ state: "already", by: standing.by, atMs: standing.atMs });
    notes.push({ act: "pin" });
    if (options.replace === undefined)
      return ok({ state: "applied", by: { kind: "self" }, atMs: now() });
    notes.push({ act: "unpin-earlier" });
    return ok({
      state: "applied",
      by: { kind: "self" },
      atMs: now(),
      replaced: options.replace,
    });
  },
  unpin: () => {
    notes.push({ act: "unpin" });
    return Promise.resolve(ok({ state: "applied" }));
  },
  recall: () => {
    notes.push({ act: "recall" });
    return Promise.resolve(ok({ state: "applied" }));
  },
  ...(platform.ports.topNotice === undefined
    ? {}
    : {
        topNotice: {
          put: () => {
            notes.push({ act: "top" });
            return Promise.resolve(ok({ state: "applied" }));
          },
          remove: () => {
            notes.push({ act: "untop" });
            return Promise.resolve(ok({ state: "applied" }));
          },
        },
      }),
});

/** The writing half of the store that writes nothing: it notes what would be written where people would care. */
export const simulateRecords = (notes: Notes): Records => ({
  rememberPin: ({ dueAtMs }) => {
    if (dueAtMs !== undefined) notes.push({ act: "end", atMs: dueAtMs });
    return Promise.resolve();
  },
  forgetPin: () => Promise.resolve(),
  addNote: (number) => {
    notes.push({ act: "note", number });
    return Promise.resolve(true);
  },
  giveGrant: ({ userName, what, dueAtMs }) => {
    notes.push({
      act: "grant",
      to: userName === undefined ? { kind: "someone" } : { kind: "person", name: userName },
      what,
      ...(dueAtMs === undefined ? {} : { dueAtMs }),
    });
    return Promise.resolve();
  },
  takeGrants: (_user, whats) => {
    for (const what of whats) notes.push({ act: "revoke", what });
    return Promise.resolve();
  },
  changeOption: ({ key, value, after }) => {
    notes.push({ act: "set", option: key, ...(value === undefined ? {} : { value: after }) });
    return Promise.resolve();
  },
});
