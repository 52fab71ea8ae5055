import { controlToken } from "../cards/control-token.ts";
import type { Outcome } from "../command.ts";
import type { MessageId } from "../ids.ts";
import { type Invocation, invocationKey, type Language } from "../invocation.ts";
import { whyCard } from "../permissions/explanation.ts";
import type { CallOptions, Platform } from "../platform.ts";
import { ok, type Result } from "../result.ts";
import type { ChatSettings } from "../settings/settings.ts";
import { languageFor } from "./language.ts";
import { plain, rich, type Words } from "./rich.ts";
import { sendKey } from "./send-key.ts";
import { type Catalogue, type Format, type Sentence, say } from "./sentences.ts";

export type Catalogues = Readonly<Record<Language, Catalogue>>;

/** For whom a sentence is written, and when. */
export interface Reader {
  readonly language: Language;
  readonly timeZone: string;
  readonly nowMs: number;
}

/** For everybody in a chat, rather than for one who wrote something there. */
export const readerIn = (
  { language, fallbackLanguage, timeZone }: ChatSettings,
  nowMs: number,
): Reader => ({ language: language ?? fallbackLanguage, timeZone, nowMs });

const halfYearMs = 180 * 86_400_000;

/** Chinese is set with blanks around numbers, which dates come without. */
const spaced = (text: string): string =>
  text.replace(/(?<=\d)(?=\p{Script=Han})|(?<=\p{Script=Han})(?=\d)/gu, " ");

const formatFor = (reader: Reader): Format => ({
  time: (atMs) => {
    const text = new Intl.DateTimeFormat(reader.language, {
      timeZone: reader.timeZone,
      ...(Math.abs(atMs - reader.nowMs) > halfYearMs ? { year: "numeric" } : {}),
      month: "long",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(atMs);
    return spaced(text);
  },
});

/** The words of a sentence for one chat. */
export const wordsFor = (catalogues: Catalogues, sentence: Sentence, reader: Reader): Words => {
  const speak = catalogues[reader.language][sentence.key] as (
    facts: unknown,
    format: Format,
  ) => Words;
  return speak(sentence.facts, formatFor(reader));
};

/** Words kept beside a case that are to be told with it, if it is one that has or had any. */
export type RequestedText = { readonly text: string } | "over" | undefined;

/** A button under a denial that tells more; the same as `/why`. */
const withWhy = (words: Words, token: string, label: Words): Words => ({
  ...words,
  controls: [
    ...(words.controls ?? []),
    {
      kind: "button",
      label: label.lines.map(plain).join(" "),
      style: "default",
      token: controlToken(token, "why"),
    },
  ],
});

/** Words that no longer hang on the command they answer, so they begin with whom they are for. */
const addressed = async (
  words: Words,
  { platform, invocation, options }: Pick<Answering, "platform" | "invocation" | "options">,
): Promise<Words> => {
  const { chat, chatKind, sender } = invocation;
  const [first, ...others] = words.lines;
  if (sender === undefined || chatKind === "direct" || first === undefined) return words;
  const names = await platform.ports.memberNames(chat, options);
  const name = names.ok ? names.value.get(sender) : undefined;
  if (name === undefined) return words;
  return { ...words, lines: [rich`${{ mention: sender, name }} ${first}`, ...others] };
};

interface Answering {
  readonly platform: Pick<Platform, "ports" | "capabilities">;
  readonly invocation: Invocation;
  readonly outcome: Outcome;
  readonly keptText?: RequestedText;
  readonly settings: ChatSettings;
  readonly catalogues: Catalogues;
  readonly again: boolean;
  readonly unsaid: boolean;
  readonly nowMs: number;
  readonly options: CallOptions;
}

/**
 * Says what came of a command. Plain success is a mark on the command; in words only where the chat wants
 * that, where the words carry more than the mark, or where the mark is refused. What concerns the sender alone is
 * whispered, and said openly only where whispering is impossible.
 *
 * With `again` (the answer may have been given before a crash) only answers that cannot double are repeated: those
 * that carry a key, and those that the platform lets us look for. With `unsaid` (an earlier try in this life got
 * through in no form) it is said aloud what would have been whispered, since a whisper never carries a key. Kept
 * words of a message are only ever whispered: what was taken from a group is not shown to it again.
 * Returns the message that says it; a mark and a whisper are none.
 */
export const answer = async (request: Answering): Promise<Result<MessageId | undefined>> => {
  const { platform, invocation, outcome, settings, options } = request;
  const { ports } = platform;
  const to = { chat: invocation.chat, message: invocation.message };
  const reader: Reader = {
    language: languageFor(settings, invocation),
    timeZone: settings.timeZone,
    nowMs: request.nowMs,
  };
  const said = wordsFor(request.catalogues, outcome.sentence, reader);
  const words =
    outcome.card?.kind === whyCard && platform.capabilities.controls
      ? withWhy(said, outcome.card.token, wordsFor(request.catalogues, say("button.why"), reader))
      : said;
  const key = (purpose: string): string => sendKey(invocationKey(invocation), purpose);

  const { again, unsaid } = request;
  const sayAloud = async (what: Words): Promise<Result<MessageId | undefined>> => {
    if (again && !unsaid && platform.capabilities.answers.again === "never") return ok(undefined);
    const sent = await ports.reply(to, what, { ...options, again, key: key("reply") });
    if (sent.ok) return sent;
    // The command itself was recalled meanwhile: there is nothing left to reply to.
    if (sent.problem.reason !== "message-gone") return sent;
    const posted = await addressed(what, request);
    return ports.post(invocation.chat, posted, { ...options, again, key: key("post") });
  };
  const aloud = (): Promise<Result<MessageId | undefined>> => sayAloud(words);

  /** To the sender alone, or else `instead` to everybody. */
  const quietly = async (what: Words, instead: Words): Promise<Result<MessageId | undefined>> => {
    if (invocation.chatKind === "direct" || invocation.sender === undefined)
      return sayAloud(instead);
    if (unsaid || !platform.capabilities.whispers) return sayAloud(instead);
    // A whisper carries no key: once it may have been sent, saying it again could say it twice.
    if (again) return ok(undefined);
    const whispered = await ports.whisper(invocation.chat, invocation.sender, what, options);
    // It may have been seen: saying it again could say it twice, and openly. `/why` tells it to who missed it.
    if (whispered.ok || whispered.problem.effect === "maybe") return ok(undefined);
    return sayAloud(instead);
  };

  const followedBy = (more: Sentence): Words => ({
    ...words,
    lines: [...words.lines, ...wordsFor(request.catalogues, more, reader).lines],
  });

  switch (outcome.kind) {
    case "done": {
      if (outcome.aloud || settings.feedback === "full") return aloud();
      const marked = await ports.react(to, outcome.mark, options);
      if (marked.ok) return ok(undefined);
      // A mark that may stand all the same is put again later rather than doubled by words.
      return marked.problem.effect === "maybe" ? marked : aloud();
    }
    case "told":
      if (request.keptText === undefined) return aloud();
      return request.keptText === "over"
        ? sayAloud(followedBy(say("case.text-over")))
        : quietly(
            followedBy(say("case.text", request.keptText)),
            followedBy(say("case.text-private")),
          );
    case "denied":
    case "failed":
    case "overtaken":
      return quietly(words, words);
  }
};
