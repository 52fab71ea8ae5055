import { type ReplacedPin, type Sentence, say, sayProblem } from "../core/answers/sentences.ts";
import type { Context, Outcome, Power, Target } from "../core/command.ts";
import type { MessageId } from "../core/ids.ts";
import type { LedgerPin } from "../core/store.ts";
import { actOutcome } from "./act-outcome.ts";
import { overtaken } from "./overtaken-outcome.ts";
import type { PinArguments } from "./pin-arguments.ts";
import { actor, member } from "./who.ts";

/** What pinning needs. */
export const pinNeeds = [
  "pin",
  "pins",
  "message",
  "linkTo",
  "rememberPin",
  "forgetPin",
  "rememberedPins",
  "nameOf",
] as const satisfies readonly Power[];

type PinContext = Context<(typeof pinNeeds)[number], PinArguments, Target>;

/** The pin that has to give way: the one made before through the bot, or any where only one can stand. */
const earlierPin = async (
  context: PinContext,
  remembered: readonly LedgerPin[],
): Promise<MessageId | undefined> => {
  const { settings, capabilities, powers, target } = context;
  const onlyOne = capabilities.pins.most === 1;
  if (!onlyOne && settings.pinPolicy === "any") return undefined;
  const ours = remembered.filter(({ message }) => message !== target.message);
  const listed = capabilities.pins.listed ? await powers.pins() : undefined;
  if (!listed?.ok) return ours[0]?.message;
  const standing = listed.value.filter(({ message }) => message !== target.message);
  if (onlyOne) return standing[0]?.message;
  return ours.find(({ message }) =>
    standing.some((pin) => pin.message === message && pin.by.kind === "self"),
  )?.message;
};

const shownReplaced = async (
  { powers, chat }: PinContext,
  message: MessageId,
  removed: boolean,
): Promise<ReplacedPin> => {
  const facts = await powers.message(message);
  const excerpt = facts.ok && facts.value.chat === chat ? facts.value.excerpt : undefined;
  const link = powers.linkTo(message);
  return {
    removed,
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(link === undefined ? {} : { link }),
  };
};

/** Pins the target, for a while if asked to, in the place of an earlier pin where only one shall stand. */
export const pinMessage = async (context: PinContext): Promise<Outcome> => {
  const { args, target, sender, settings, powers, nowMs, rerun, invocation } = context;
  const { message, topicStart } = target;
  const replace = await earlierPin(context, await powers.rememberedPins());
  const forMs =
    args.durationMs ?? (args.forever ? undefined : (settings.pinDurationMs ?? undefined));
  const pinned = await powers.pin(message, {
    ...(replace === undefined ? {} : { replace }),
    ...(forMs === undefined ? {} : { forMs }),
  });
  if (!pinned.ok) {
    const { logId, reason } = pinned.problem;
    return {
      kind: "failed",
      sentence: sayProblem("pin", pinned.problem),
      act: {
        action: "pin",
        outcome: actOutcome(pinned.problem),
        target: message,
        ...(logId === undefined ? {} : { logId }),
        details: { reason },
      },
    };
  }

  if (pinned.value.state === "overtaken")
    return overtaken("pin", message, pinned.value, args.reason);

  const { state, by, atMs, logId, replaced, endsAtMs } = pinned.value;
  // Where only one can stand, the earlier one is gone now, whether it still stood or somebody had taken it down.
  const onlyOne = context.capabilities.pins.most === 1;
  const over = onlyOne && state === "applied" ? replace : replaced;
  if (over !== undefined) await powers.forgetPin(over);
  // As of now: a command that came just before may have pinned the same message meanwhile.
  const remembered =
    state === "already"
      ? (await powers.rememberedPins()).find((one) => one.message === message)
      : undefined;
  // Run again after a crash, a pin of ours that is younger than the command is the command's own, if not another's.
  const own =
    rerun &&
    by.kind === "self" &&
    atMs >= invocation.sentAtMs &&
    (remembered === undefined || remembered.by === sender);
  const stoodBefore = state === "already" && !own;
  const wantedMs = stoodBefore ? args.durationMs : forMs;
  const dueAtMs = wantedMs === undefined ? undefined : nowMs + wantedMs;
  const details = {
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
    ...(replaced === undefined ? {} : { replaced }),
  };
  const act = {
    action: "pin",
    target: message,
    ...(args.reason === undefined ? {} : { reason: args.reason }),
    ...(logId === undefined ? {} : { logId }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };

  if (stoodBefore && args.durationMs === undefined) {
    const who =
      by.kind === "self" && remembered
        ? await member(powers, remembered.by)
        : await actor(powers, by);
    return {
      kind: "told",
      sentence: say("pin.already", {
        by: who,
        atMs,
        ...(remembered?.dueAtMs === undefined ? {} : { dueAtMs: remembered.dueAtMs }),
      }),
      act: { ...act, outcome: "already" },
    };
  }

  const byName = await powers.nameOf(sender);
  await powers.rememberPin({
    message,
    by: sender,
    ...(byName === undefined ? {} : { byName }),
    ...(args.reason === undefined ? {} : { reason: args.reason }),
    atMs,
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
    ...(endsAtMs === undefined ? {} : { endsAtMs }),
  });
  const due = dueAtMs === undefined ? {} : { dueAtMs };
  const gaveWay = onlyOne ? replaced : (replaced ?? replace);
  const sentence: Sentence =
    state === "requested"
      ? say("requested", { doing: "pin", topicStart, ...due })
      : gaveWay !== undefined
        ? say("pin.replaced", {
            topicStart,
            ...due,
            replaced: await shownReplaced(context, gaveWay, replaced !== undefined),
          })
        : dueAtMs === undefined
          ? say("pin.done", { topicStart })
          : say("pin.until", { dueAtMs, topicStart });
  return {
    kind: "done",
    mark: "pinned",
    aloud: sentence.key !== "pin.done" || topicStart,
    sentence,
    act: { ...act, outcome: state === "requested" ? "requested" : "done" },
  };
};
