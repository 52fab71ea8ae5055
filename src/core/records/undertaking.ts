import type { Act, Command, Power, Powers } from "../command.ts";
import type { MessageId } from "../ids.ts";
import type { Result } from "../result.ts";

type Begun = Omit<Act, "outcome" | "once">;

/**
 * What a command has set out to change and has not heard the end of. When the command is cut off then, nobody
 * knows what came of it, and that is what goes on record.
 */
export interface Undertaking {
  /** Something is about to be changed; what is returned says that its end is known. */
  begin(act: Begun): () => void;
  /** The act as it goes on record, if there is one of which the end is not known. */
  leftOpen(details: Readonly<Record<string, unknown>>): Act | undefined;
  /** The message whose words are kept, as they were before anything was done to it. */
  textOf: MessageId | undefined;
}

/** Nobody knows whether it took effect. */
const unknownEnd = ({ details, ...act }: Begun, more: Readonly<Record<string, unknown>>): Act => ({
  ...act,
  outcome: "unknown",
  details: { ...(details as object | undefined), ...more },
});

export const createUndertaking = (): Undertaking => {
  const open = new Set<Begun>();
  return {
    textOf: undefined,
    begin: (act) => {
      open.add(act);
      return () => open.delete(act);
    },
    leftOpen: (details) => {
      const [first] = open;
      return first && unknownEnd(first, details);
    },
  };
};

const changing: ReadonlySet<Power> = new Set<Power>([
  "pin",
  "unpin",
  "recall",
  "putTop",
  "removeTop",
  "giveGrant",
  "takeGrants",
  "changeOption",
]);

/** Whether a command can change anything that goes on record. */
export const mayChange = ({ needs }: Pick<Command, "needs">): boolean =>
  needs.some((power) => changing.has(power));

/** What goes on record of a command that was cut off in an earlier life, of which nothing else is known. */
export const cutOff = (
  command: Pick<Command, "name" | "needs">,
  target: MessageId | undefined,
): Act | undefined =>
  mayChange(command)
    ? unknownEnd(
        { action: command.name, ...(target === undefined ? {} : { target }) },
        { reason: "interrupted" },
      )
    : undefined;

/**
 * The same powers, of which those that change something are noted before they are used. A platform's change is
 * over when the command is, unless it surely had no effect; what is written into the store has its own case.
 */
export const noted = (
  powers: Powers,
  undertaking: Undertaking,
  known: Pick<Act, "target" | "author">,
): Powers => {
  const onPlatform = async <T>(
    action: string,
    target: MessageId | undefined,
    change: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const { author } = known;
    const about = target === undefined ? {} : { target };
    const whose = target === known.target && author !== undefined ? { author } : {};
    const over = undertaking.begin({ action, ...about, ...whose });
    const changed = await change();
    if (!changed.ok && changed.problem.effect === "none") over();
    return changed;
  };
  const onRecord = async ({ outcome: _, ...act }: Act, write: () => Promise<void>) => {
    const over = undertaking.begin(act);
    await write();
    over();
  };
  return {
    ...powers,
    pin: (message, how) => onPlatform("pin", message, () => powers.pin(message, how)),
    unpin: (message) => onPlatform("unpin", message, () => powers.unpin(message)),
    recall: (message) => onPlatform("recall", message, () => powers.recall(message)),
    putTop: (message) => onPlatform("top", message, () => powers.putTop(message)),
    removeTop: () => onPlatform("untop", undefined, () => powers.removeTop()),
    giveGrant: (grant, act) => onRecord(act, () => powers.giveGrant(grant, act)),
    takeGrants: (user, whats, act) => onRecord(act, () => powers.takeGrants(user, whats, act)),
    changeOption: (change, act) => onRecord(act, () => powers.changeOption(change, act)),
  };
};
