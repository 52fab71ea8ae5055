import type { Clock } from "../clock.ts";
import type { Invocation } from "../invocation.ts";
import { pause } from "../pause.ts";
import type { Platform } from "../platform.ts";
import { readChatState } from "../settings/chat-state.ts";
import type { Settings } from "../settings/settings.ts";
import type { JournalEntry, Store } from "../store.ts";
import { within } from "../within.ts";
import { languageFor } from "./language.ts";
import { type Catalogues, wordsFor } from "./replies.ts";
import type { Words } from "./rich.ts";
import { say } from "./sentences.ts";
import { mayPass } from "./telling.ts";

/** Shows people that their commands wait. Nothing waits for it, and what it cannot show is no failure. */
export interface WaitingSigns {
  /** A command was accepted. */
  began(entry: JournalEntry): void;
  /** It is over: answered, or never to be. */
  over(entry: JournalEntry): void;
  /** Shows no more, and resolves when what is being taken off is off. */
  stop(): Promise<void>;
}

/** After this time somebody wonders whether they were heard. */
const patienceMs = 2_000;
const lookAgainMs = 500;
/** For showing one, and for taking one off. */
const callMs = 10_000;
/** After which times taking one off is tried again. */
const offAgainMs = [5_000, 30_000, 120_000] as const;
/** What is not over after this time was cut off, or is another process's. */
const forgetAfterMs = 15 * 60_000;
const mostWatched = 5_000;
const mostAtOnce = 20;

interface Watched {
  readonly entry: JournalEntry;
  readonly sinceMs: number;
  /** `maybe`: nobody knows; `never`: the platform does not want it. */
  state: { readonly kind: "none" | "maybe" | "never" } | { readonly kind: "shown"; sign: string };
}

const silent: WaitingSigns = { began: () => {}, over: () => {}, stop: () => Promise.resolve() };

/**
 * Puts a sign on a command that was not answered within 2 s, whatever it waits for (its turn in the lane, a limit of
 * the platform), and takes it off once it is over. One look at the clock for all of them. A sign is put only by the
 * process that accepted the command, once; where another process answers, or this one died in between, whoever answers
 * takes off what it finds. The journal is asked before and after, so that no sign is left on what another process has
 * answered.
 */
export const createWaitingSigns = (parts: {
  readonly platform: Pick<Platform, "ports" | "platform" | "account">;
  readonly store: Pick<Store, "journal" | "settings" | "grants">;
  readonly settings: Settings;
  readonly catalogues: Catalogues;
  readonly clock: Clock;
  readonly onBug: (error: unknown) => void;
}): WaitingSigns => {
  const { clock, platform, store } = parts;
  const { waiting } = platform.ports;
  if (waiting === undefined) return silent;
  /** In the order in which they were accepted. */
  const watched = new Map<string, Watched>();
  const stopping = new AbortController();
  const removals = new Set<Promise<void>>();
  const limit = { ms: callMs, stopping: stopping.signal };
  let cancelLook: (() => void) | undefined;
  let looking = false;

  const wordsOf = async (invocation: Invocation): Promise<Words> => {
    const { settings } = await readChatState(parts, platform, invocation.chat);
    const language = languageFor(settings, invocation);
    const reader = { language, timeZone: settings.timeZone, nowMs: clock.now() };
    return wordsFor(parts.catalogues, say("waiting"), reader);
  };

  const isOver = async ({ key }: JournalEntry): Promise<boolean> => {
    const state = (await store.journal.find(key))?.state;
    return state === undefined || state === "done" || state === "failed";
  };

  const refOf = ({ invocation }: JournalEntry) => ({
    chat: invocation.chat,
    message: invocation.message,
  });

  /** Tries again while the platform cannot be reached, and once more when the app stops. */
  const remove = async (entry: JournalEntry, sign: string | undefined): Promise<void> => {
    for (const pauseMs of [...offAgainMs, undefined]) {
      // Not cut off by a stop, which waits for it.
      const own = { ms: callMs, stopping: new AbortController().signal };
      const removed = await within(clock, own, (signal) =>
        waiting.remove(refOf(entry), sign, { signal }),
      );
      const mayWork = removed === undefined || (!removed.ok && mayPass(removed.problem));
      if (!mayWork || pauseMs === undefined || stopping.signal.aborted) return;
      await pause({ ms: pauseMs, clock, signal: stopping.signal });
    }
  };

  /** Without a sign, whatever stands there. */
  const takeOff = (entry: JournalEntry, sign: string | undefined): void => {
    const removing = remove(entry, sign)
      .catch(parts.onBug)
      .finally(() => removals.delete(removing));
    removals.add(removing);
  };

  /** `false`: not now. */
  const show = async (one: Watched): Promise<boolean> => {
    const { entry } = one;
    if (await isOver(entry)) {
      watched.delete(entry.key);
      return true;
    }
    const { sender } = entry.invocation;
    const how = {
      words: await wordsOf(entry.invocation),
      ...(sender === undefined ? {} : { user: sender }),
    };
    const shown = await within(clock, limit, (signal) =>
      waiting.show(refOf(entry), how, { signal }),
    );
    if (shown?.ok) one.state = { kind: "shown", sign: shown.value };
    else if (shown?.problem.effect !== "none") one.state = { kind: "maybe" };
    else if (shown.problem.reason === "too-fast") return false;
    else one.state = { kind: "never" };
    // Answered while the sign was on its way.
    if (!watched.has(entry.key)) end(one);
    return true;
  };

  const end = (one: Watched): void => {
    watched.delete(one.entry.key);
    const { state } = one;
    if (state.kind === "shown") takeOff(one.entry, state.sign);
    if (state.kind === "maybe") takeOff(one.entry, undefined);
  };

  const look = async (): Promise<void> => {
    const dueMs = clock.now() - patienceMs;
    const due = [...watched.values()]
      .filter(({ state, sinceMs }) => state.kind === "none" && sinceMs <= dueMs)
      .slice(0, mostAtOnce);
    for (const one of due) {
      if (stopping.signal.aborted) return;
      if (watched.has(one.entry.key) && !(await show(one))) return;
    }
  };

  /** What another process answered, or nobody will. */
  const tidy = async (): Promise<void> => {
    const put = [...watched.values()].filter(({ state }) => state.kind !== "none");
    for (const one of put.slice(0, mostAtOnce)) {
      const isOld = clock.now() - one.sinceMs >= forgetAfterMs;
      if (isOld || (await isOver(one.entry))) end(one);
    }
  };

  const schedule = (ms: number): void => {
    if (cancelLook !== undefined || looking || stopping.signal.aborted) return;
    cancelLook = clock.after(ms, () => {
      cancelLook = undefined;
      looking = true;
      look()
        .then(tidy)
        .catch(parts.onBug)
        .finally(() => {
          looking = false;
          const rest = [...watched.values()];
          if (rest.length > 0)
            schedule(rest.some(({ state }) => state.kind === "none") ? lookAgainMs : patienceMs);
        });
    });
  };

  return {
    began: (entry) => {
      for (const one of watched.values()) {
        if (watched.size < mostWatched) break;
        end(one);
      }
      watched.set(entry.key, { entry, sinceMs: clock.now(), state: { kind: "none" } });
      schedule(patienceMs);
    },
    over: (entry) => {
      const one = watched.get(entry.key);
      if (one !== undefined) end(one);
      // Accepted elsewhere or in an earlier life, which may have put a sign there.
      else if (clock.now() - entry.acceptedAtMs > patienceMs) takeOff(entry, undefined);
      if (watched.size > 0) return;
      cancelLook?.();
      cancelLook = undefined;
    },
    stop: async () => {
      stopping.abort();
      cancelLook?.();
      cancelLook = undefined;
      await Promise.all(removals);
    },
  };
};
