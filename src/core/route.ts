import type { MessageEvent, Segment } from "./events.ts";
import type { Account } from "./ids.ts";
import type { Argument, Invocation, Language } from "./invocation.ts";
import { shortened } from "./text/shortened.ts";
import { normal, withoutInvisible } from "./text/typed.ts";

/** What the router needs to know of the commands that exist. */
export interface Vocabulary {
  /** Command name by every word for it, lower case: names and aliases. */
  readonly names: ReadonlyMap<string, string>;
  /** Commands about people: a mention of the bot behind them names it, where behind others it only addresses it. */
  readonly naming: ReadonlySet<string>;
  /** The command that answers words that are none, when the bot was addressed. */
  readonly fallback: string;
}

export type Routed =
  | { readonly kind: "command"; readonly invocation: Invocation }
  | { readonly kind: "chatter" };

const chatter: Routed = { kind: "chatter" };

/** Feishu's Chinese keyboard types the full-width slash. */
const slash = /^\s*[/／]/;
const head = /^\s*[/／]([\p{L}\p{N}_-]{1,32})(?=@|\s|$)/u;
const han = /\p{Script=Han}/u;

const languageOf = (content: readonly Segment[]): Language | undefined =>
  content.some((segment) => segment.kind === "text" && han.test(segment.text))
    ? "zh-CN"
    : undefined;

const argumentsIn = (segment: Segment): readonly Argument[] => {
  switch (segment.kind) {
    case "text":
      return (segment.text.match(/\S+/g) ?? []).map((text) => ({ kind: "word", text }));
    case "mention":
      return [{ kind: "member", user: segment.user, name: segment.name, isBot: segment.isBot }];
    case "mention-all":
      return [{ kind: "everyone" }];
    case "mention-self":
      return [{ kind: "self" }];
  }
};

const isBlank = (segment: Segment): boolean =>
  segment.kind === "text" && segment.text.trim() === "";

/** The word after the slash, whom it is addressed to (`/pin@Steward`), and the text behind that. */
interface Opening {
  readonly word: string;
  readonly to: "us" | "another" | "nobody";
  readonly rest: string;
}

const readOpening = (
  text: string,
  next: Segment | undefined,
  botNames: readonly string[],
): Opening | undefined => {
  const match = head.exec(text);
  if (match === null) return undefined;
  const word = match[1] ?? "";
  const rest = text.slice(match[0].length);
  // A real mention of another bot right behind the word.
  if (rest === "" && next?.kind === "mention" && next.isBot) return { word, to: "another", rest };
  if (!rest.startsWith("@")) return { word, to: "nobody", rest };
  // Names may contain blanks.
  const name = botNames.find(
    (one) =>
      rest.slice(1, one.length + 1).toLowerCase() === one.toLowerCase() &&
      /^(\s|$)/.test(rest.slice(one.length + 1)),
  );
  return name === undefined
    ? { word, to: "another", rest }
    : { word, to: "us", rest: rest.slice(name.length + 1) };
};

const asSeen = (segment: Segment): Segment =>
  segment.kind === "text" ? { ...segment, text: withoutInvisible(segment.text) } : segment;

/**
 * Decides whether a message is a command, without any I/O: most chatter stops here. A command starts with a
 * slash, either at once or after mentions of the bot; a sentence that merely contains one is chatter. Words
 * after a slash that are no command of ours (`/path/to/x`, another bot's command) are chatter too, unless the
 * bot was addressed: then the fallback command answers.
 */
export const route = (
  event: MessageEvent,
  vocabulary: Vocabulary,
  self: Account & { readonly botNames: readonly string[] },
): Routed => {
  const content = event.content.map(asSeen);
  const first = content.findIndex(
    (segment) => segment.kind !== "mention-self" && !isBlank(segment),
  );
  const segment = content[first];
  if (segment?.kind !== "text" || !slash.test(segment.text)) return chatter;

  const opening = readOpening(segment.text, content[first + 1], self.botNames);
  if (opening?.to === "another") return chatter;

  const known = opening && vocabulary.names.get(normal(opening.word));
  const addressed =
    event.chatKind === "direct" ||
    opening?.to === "us" ||
    content.some(({ kind }) => kind === "mention-self");
  if (known === undefined && !addressed) return chatter;

  const typed = opening?.word ?? segment.text.trim().slice(1).split(/\s/, 1)[0] ?? "";
  const language = languageOf(content);
  return {
    kind: "command",
    invocation: {
      platform: self.platform,
      account: self.account,
      chat: event.chat,
      chatKind: event.chatKind,
      message: event.message,
      ...(event.sender === undefined ? {} : { sender: event.sender }),
      command: known ?? vocabulary.fallback,
      args:
        known === undefined
          ? [{ kind: "word", text: shortened(typed, 32) }]
          : [
              ...argumentsIn({ kind: "text", text: opening?.rest ?? "" }),
              ...content.slice(first + 1).flatMap(argumentsIn),
            ].filter(({ kind }) => kind !== "self" || vocabulary.naming.has(known)),
      ...(event.replyTo === undefined ? {} : { replyTo: event.replyTo }),
      inThread: event.inThread,
      ...(language === undefined ? {} : { language }),
      sentAtMs: event.sentAtMs,
    },
  };
};
