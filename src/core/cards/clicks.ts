import { type Catalogues, readerIn, wordsFor } from "../answers/replies.ts";
import { plain, type Words } from "../answers/rich.ts";
import { type Sentence, say, sayProblem } from "../answers/sentences.ts";
import type { Clock } from "../clock.ts";
import type { Command } from "../command.ts";
import type { Checkup } from "../doctor/checkup.ts";
import type { UserId } from "../ids.ts";
import { laneOf } from "../lanes/lane-of.ts";
import { type LaneWork, NotOurTurn } from "../lanes/lane-work.ts";
import type { Log } from "../log.ts";
import { denialOf } from "../permissions/denial.ts";
import { explain, whyCard, whyLifetimeMs } from "../permissions/explanation.ts";
import { powersFor } from "../permissions/powers.ts";
import type { Roles } from "../permissions/roles.ts";
import { judge, type Memory, type Situation } from "../permissions/situation.ts";
import { readUses } from "../permissions/uses.ts";
import type { Click, ClickAnswer, ClickHandler, Platform } from "../platform.ts";
import { createRecords } from "../records/records.ts";
import { type ChatState, readChatState } from "../settings/chat-state.ts";
import type { Settings } from "../settings/settings.ts";
import type { Card, Store } from "../store.ts";
import { within } from "../within.ts";
import type { CardAnswer, CardKind } from "./card-kind.ts";
import { readControlToken } from "./control-token.ts";

export interface ClickParts {
  readonly platform: Platform;
  readonly roles: Roles;
  readonly store: Store;
  readonly settings: Settings;
  readonly commands: readonly Command[];
  readonly cardKinds: readonly CardKind[];
  readonly catalogues: Catalogues;
  readonly memory: Memory;
  readonly checkup: Checkup;
  readonly work: LaneWork;
  readonly newToken: () => string;
  readonly clock: Clock;
  readonly log: Log;
  readonly incidentId: () => string;
}

/** The platform waits 3 s for an answer and shows an error then; what takes longer goes on, and is told afterwards. */
const patienceMs = 2_500;
const workMs = 20_000;
const tellingMs = 10_000;

/** Whether the platform still waits for the answer. Asking ends its waiting, so that the answer is told in one way. */
type IsAwaited = () => boolean;

const warning = (sentence: Sentence): CardAnswer => ({ toast: { tone: "warning", sentence } });

/** What a click must pass before anything is done: a card that is known, here, alive, and the clicker's to use. */
const refusalOf = (card: Card | undefined, click: Click, nowMs: number): Sentence | undefined => {
  if (card === undefined) return say("click.unknown");
  if (card.chat !== click.chat) return say("click.elsewhere");
  if (card.message !== undefined && card.message !== click.message) return say("click.elsewhere");
  if (card.expiresAtMs <= nowMs) return say("click.expired");
  if (click.operator === undefined) return say("denied.sender-unknown");
  if (card.requester !== undefined && card.requester !== click.operator)
    return say("click.not-yours");
  return undefined;
};

/**
 * Answers clicks on cards. What a click says is believed only where the platform vouches for it; whether the
 * clicker may is asked anew each time. A click that comes again finds everything as it wants it.
 */
export const createClicks = (parts: ClickParts): ClickHandler => {
  const { platform, store, clock } = parts;
  const account = { platform: platform.platform, account: platform.account };

  const render = (answered: CardAnswer, { settings }: ChatState): ClickAnswer => {
    const reader = readerIn(settings, clock.now());
    const wordsOf = (sentence: Sentence): Words => wordsFor(parts.catalogues, sentence, reader);
    const { toast, sentence } = answered;
    return {
      ...(toast === undefined
        ? {}
        : {
            toast: {
              tone: toast.tone,
              text: wordsOf(toast.sentence).lines.map(plain).join(" "),
            },
          }),
      ...(sentence === undefined ? {} : { card: wordsOf(sentence) }),
    };
  };

  const use = async (
    click: Click & { readonly operator: UserId },
    found: { readonly card: Card; readonly control: string; readonly kind: CardKind },
    signal: AbortSignal,
  ): Promise<CardAnswer> => {
    const { card, control, kind } = found;
    const { chat, operator } = click;
    const facts = await parts.roles.facts(chat, {
      signal,
      fresh: found.kind.command !== undefined,
    });
    if (!facts.ok) return warning(sayProblem("look-up-chat", facts.problem));
    const { settings, configured, grants } = await readChatState(parts, account, chat);
    const situation: Situation = {
      platform,
      chat,
      sender: operator,
      facts: facts.value,
      settings,
      configured,
      grants,
      commands: parts.commands,
      uses: await readUses(parts, { ...account, chat, settings }, clock.now()),
      memory: parts.memory,
      checkup: parts.checkup,
      now: clock.now,
    };
    const command = parts.commands.find(({ name }) => name === (kind.command ?? "help"));
    if (command === undefined) return warning(say("click.unknown"));
    const decision = judge(situation, { command, user: operator });
    if (kind.command !== undefined && decision.verdict !== "allowed") {
      const because = denialOf(command.name, decision);
      const atMs = clock.now();
      // For `/why`: a toast is soon gone.
      await store.cards.put({
        ...account,
        chat,
        token: parts.newToken(),
        kind: whyCard,
        data: explain({ command: command.name, decision, because, atMs }),
        requester: operator,
        atMs,
        expiresAtMs: atMs + whyLifetimeMs,
      });
      return warning(because);
    }
    const key = `click:${card.token}:${control}:${click.option ?? ""}:${click.atMs}`;
    const occasion = { ...account, chat, sender: operator, key };
    const powers = powersFor({
      situation,
      store,
      writes: platform.ports,
      records: createRecords({
        store,
        occasion,
        nameOf: (user) => powers.nameOf(user),
        platform,
        now: clock.now,
      }),
      runnable: () => [],
      newToken: parts.newToken,
      options: { signal },
    });
    return kind.use({
      card,
      control,
      option: click.option,
      sender: operator,
      role: decision.role ?? "member",
      settings,
      powers,
    });
  };

  /** In the chat's lane, so that what is changed and said before is known. */
  const inLane = async (
    click: Click,
    work: (signal: AbortSignal) => Promise<CardAnswer>,
  ): Promise<CardAnswer> => {
    const lane = laneOf(platform, click.chat);
    if (!parts.work.hasRoom(lane)) return warning(say("click.busy"));
    try {
      const done = await parts.work.inTurn(
        lane,
        (stopping) => within(clock, { ms: workMs, stopping }, work),
        workMs,
      );
      return done ?? warning(say("click.busy"));
    } catch (error) {
      if (error instanceof NotOurTurn) return warning(say("click.busy"));
      throw error;
    }
  };

  /** The clicker was put off, so the card itself has to show what came of it. */
  const redraw = async (click: Click, answer: CardAnswer, signal: AbortSignal): Promise<void> => {
    const { card } = render(answer, await readChatState(parts, account, click.chat));
    if (card === undefined) return;
    const drawn = await platform.ports.rewrite?.(click, card, { signal });
    if (drawn?.ok === false)
      parts.log.warn({ reason: drawn.problem.reason }, "a card could not be brought up to date");
  };

  /** The clicker was put off, and nothing came of it: they alone are told why. */
  const tellRefusal = async ({ chat, operator }: Click, answer: CardAnswer): Promise<void> => {
    const { toast } = render(answer, await readChatState(parts, account, chat));
    if (toast?.tone !== "warning" || operator === undefined) return;
    const words: Words = { lines: [[toast.text]] };
    const signal = AbortSignal.timeout(tellingMs);
    const told = await platform.ports.whisper(chat, operator, words, { signal });
    if (!told.ok)
      parts.log.warn({ reason: told.problem.reason }, "a refused click could not be answered");
  };

  const answered = async (click: Click, isAwaited: IsAwaited): Promise<CardAnswer> => {
    const read = readControlToken(click.token);
    const card = read && (await store.cards.find(read.card));
    const mine =
      card?.platform === account.platform && card.account === account.account ? card : undefined;
    const refusal = refusalOf(mine, click, clock.now());
    if (refusal) return warning(refusal);
    const kind = parts.cardKinds.find((one) => one.kind === mine?.kind);
    const { operator } = click;
    if (mine === undefined || read === undefined || kind === undefined || operator === undefined)
      return warning(say("click.unknown"));
    if (mine.message === undefined) await store.cards.bind(mine.token, click.message);
    const work = (signal: AbortSignal) =>
      use({ ...click, operator }, { card: mine, control: read.control, kind }, signal);
    // What changes nothing need not wait for its turn.
    if (kind.command === undefined) return work(AbortSignal.timeout(workMs));
    return inLane(click, async (signal) => {
      const answer = await work(signal);
      // Within the lane, so that no later click is drawn over.
      if (!isAwaited()) await redraw(click, answer, signal);
      return answer;
    });
  };

  /** What is wrong with the program itself is told like everything else. */
  const answeredInAnyCase = (click: Click, isAwaited: IsAwaited): Promise<CardAnswer> =>
    answered(click, isAwaited).catch((error: unknown) => {
      const id = parts.incidentId();
      parts.log.error({ err: error, incident: id }, "a click failed unexpectedly");
      return warning(say("bug", { id }));
    });

  return async (click) => {
    let isLate = false;
    const { promise: late, resolve } = Promise.withResolvers<CardAnswer>();
    const cancel = clock.after(patienceMs, () => {
      isLate = true;
      resolve({ toast: { tone: "info", sentence: say("click.working") } });
    });
    const isAwaited = (): boolean => {
      cancel();
      return !isLate;
    };
    const work = answeredInAnyCase(click, isAwaited).then(async (answer) => {
      if (!isAwaited())
        await tellRefusal(click, answer).catch((error: unknown) =>
          parts.log.error({ err: error }, "a refused click could not be answered"),
        );
      return answer;
    });
    const answer = await Promise.race([work, late]);
    return render(answer, await readChatState(parts, account, click.chat));
  };
};
