import type { UserId } from "../ids.ts";
import type { Store, Timer } from "../store.ts";
import type { TimerOutcome } from "./schedule.ts";

const isAbout = (data: unknown): data is { readonly user: UserId; readonly what: string } =>
  typeof data === "object" && data !== null && "user" in data && "what" in data;

/**
 * Ends a grant and puts that on record. It stopped counting at its time already, also where this comes late. A
 * grant that was given a later end, or taken away, while this waited for its turn is left alone.
 */
export const endGrant = async (
  timer: Timer,
  parts: { readonly store: Pick<Store, "grants" | "cases">; readonly nowMs: number },
): Promise<TimerOutcome> => {
  const { store, nowMs } = parts;
  const { platform, account, chat, data } = timer;
  const where = { platform, account };
  if (!isAbout(data)) return { kind: "over" };
  const { user, what } = data;
  const grant = (await store.grants.list(where, chat)).find(
    (one) => one.user === user && one.what === what,
  );
  if (grant?.dueAtMs === undefined || grant.dueAtMs > timer.dueAtMs) return { kind: "over" };
  await Promise.all([
    store.cases.append(
      {
        ...where,
        chat,
        atMs: nowMs,
        action: "grant-due",
        outcome: "done",
        details: { person: user, whats: [what] },
      },
      `grant-due:${what}:${user}:${grant.dueAtMs}`,
    ),
    store.grants.remove(where, chat, user, what),
  ]);
  return { kind: "over" };
};
