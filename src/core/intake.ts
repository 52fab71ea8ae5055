import type { WaitingSigns } from "./answers/waiting-signs.ts";
import type { Clock } from "./clock.ts";
import type { ChatEvent, MessageEvent, RecalledEvent } from "./events.ts";
import type { ChatId } from "./ids.ts";
import { invocationKey } from "./invocation.ts";
import { laneOf } from "./lanes/lane-of.ts";
import { type LaneWork, NotOurTurn } from "./lanes/lane-work.ts";
import type { Log } from "./log.ts";
import { changeMembership } from "./membership/membership.ts";
import type { Observer } from "./observer.ts";
import type { Roles } from "./permissions/roles.ts";
import { persist } from "./persist.ts";
import { pinTimers } from "./pins/pin-timers.ts";
import type { Intake, Platform } from "./platform.ts";
import { recalledOnce } from "./records/recalled-once.ts";
import { route, type Vocabulary } from "./route.ts";
import type { Store } from "./store.ts";

/** Thrown when an event cannot be taken now; the platform delivers it again later. */
export class NotAccepted extends Error {
  override readonly name = "NotAccepted";
}

export interface IntakeParts {
  readonly platform: Platform;
  readonly vocabulary: Vocabulary;
  readonly store: Store;
  readonly work: LaneWork;
  readonly roles: Roles;
  readonly signs: Pick<WaitingSigns, "began">;
  /** Tells other processes that what they remember of a chat may be outdated. */
  readonly onChanged?: (chat: ChatId) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
}

/** How long an event waits for a chat that another process works on; the platform's patience is 3 s. */
const turnPatienceMs = 2_000;

/**
 * Takes events of one platform: a command is written into the journal and queued, chatter is dropped unstored,
 * news about a chat drops what was remembered of it. Resolves as soon as the event is safe.
 */
export const createIntake = (parts: IntakeParts): Intake => {
  const { platform, store, work, roles, clock, observer } = parts;
  const account = { platform: platform.platform, account: platform.account };

  const needRoom = (chat: ChatId): void => {
    if (work.hasRoom(laneOf(platform, chat))) return;
    observer.delivery({ platform: platform.platform, kind: "refused" });
    throw new NotAccepted("too much is waiting");
  };

  const takeMessage = async (event: MessageEvent): Promise<void> => {
    const routed = route(event, parts.vocabulary, { ...account, botNames: platform.botNames() });
    if (routed.kind === "chatter") {
      observer.delivery({ platform: platform.platform, kind: "chatter" });
      return;
    }
    needRoom(event.chat);
    const { invocation } = routed;
    const lane = laneOf(platform, event.chat);
    const begun = work.isFree?.(lane) ?? false;
    const accepting = store.journal.accept([
      { key: invocationKey(invocation), invocation, acceptedAtMs: clock.now(), begun },
    ]);
    work.command(lane, accepting);
    const [entry] = await accepting;
    if (entry) parts.signs.began(entry);
    observer.delivery({ platform: platform.platform, kind: "command" });
  };

  const forgetPin = async (chat: ChatId, message: RecalledEvent["message"]): Promise<void> => {
    for (const kind of pinTimers)
      await store.timers.cancel({ ...account, chat, kind, subject: message });
    await store.pins.remove(account, chat, message);
  };

  /** In the chat's lane: after everything that came before, and with patience for the store. */
  const inTurn = async (chat: ChatId, note: () => Promise<void>): Promise<void> => {
    needRoom(chat);
    try {
      await work.inTurn(
        laneOf(platform, chat),
        (stopping) => persist(note, { clock, log: parts.log, stopping }),
        turnPatienceMs,
      );
    } catch (error) {
      if (error instanceof NotOurTurn) throw new NotAccepted("another instance has the chat");
      throw error;
    }
  };

  /** A recall of ours is on record before its own event is looked at. */
  const takeRecall = (event: RecalledEvent): Promise<void> =>
    inTurn(event.chat, async () => {
      await forgetPin(event.chat, event.message);
      await store.cases.append(
        {
          ...account,
          chat: event.chat,
          atMs: event.atMs,
          action: "recall-by-hand",
          outcome: "done",
          target: event.message,
          details: { by: event.by },
        },
        recalledOnce(event.message),
      );
    });

  const takeOther = async (event: Exclude<ChatEvent, MessageEvent>): Promise<void> => {
    if (event.type === "recalled") return takeRecall(event);
    roles.forget(event.chat);
    parts.onChanged?.(event.chat);
    switch (event.type) {
      case "bot-removed":
      case "chat-gone":
      case "bot-added":
        return inTurn(event.chat, () => changeMembership(event, { store, account, clock }));
      case "chat-changed":
        return;
    }
  };

  return async (event) => {
    if (event.type === "message") return takeMessage(event);
    await takeOther(event);
    observer.delivery({ platform: platform.platform, kind: "other" });
  };
};
