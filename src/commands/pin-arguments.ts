import { say } from "../core/answers/sentences.ts";
import type { Parsed } from "../core/command.ts";
import type { Argument } from "../core/invocation.ts";
import { readDuration } from "../core/text/duration.ts";
import { shortened } from "../core/text/shortened.ts";
import { normal } from "../core/text/typed.ts";
import { reasonOf } from "./reason.ts";

export interface PinArguments {
  readonly durationMs?: number;
  /** Expressly without an end, also where pins have one by default. */
  readonly forever?: boolean;
  readonly reason?: string;
}

const wordAt = (args: readonly Argument[], index: number): string => {
  const argument = args[index];
  return argument?.kind === "word" ? argument.text : "";
};

/** `7d，原因` without a blank is a duration and a reason. */
const withoutPunctuation = (args: readonly Argument[]): readonly Argument[] => {
  const [, head = "", tail = ""] =
    /^([^，,、：:；;]+)[，,、：:；;]+(.*)$/u.exec(wordAt(args, 0)) ?? [];
  if (readDuration(head).kind !== "duration") return args;
  const words = [head, tail].filter((text) => text !== "");
  return [...words.map((text) => ({ kind: "word", text }) as const), ...args.slice(1)];
};

/** What stands at `index`, as one word: a number and its unit may stand apart (`7 天`). */
const partAt = (
  args: readonly Argument[],
  index: number,
): { readonly text: string; readonly words: number } => {
  const text = wordAt(args, index);
  const joined = `${text}${wordAt(args, index + 1)}`;
  return /^\d{1,9}$/.test(normal(text)) && readDuration(joined).kind === "duration"
    ? { text: joined, words: 2 }
    : { text, words: 1 };
};

/** The time at the beginning, and how many words it takes: `1d 12h` is one time, `7d 30d plan` is not. */
const leadingTime = (
  args: readonly Argument[],
): { readonly text: string; readonly words: number } => {
  const first = partAt(args, 0);
  const whole = readDuration(first.text);
  const second = partAt(args, first.words);
  const rest = readDuration(second.text);
  return whole.kind === "duration" && rest.kind === "duration" && rest.ms < whole.ms
    ? { text: first.text + second.text, words: first.words + second.words }
    : first;
};

/** `[for] <duration> [reason]`, or `forever [reason]`. A time that cannot be read is refused, never taken for a reason. */
export const parsePin = (given: readonly Argument[]): Parsed<PinArguments> => {
  const skip = wordAt(given, 0).toLowerCase() === "for" && /^[+-]?\d/.test(wordAt(given, 1));
  if (/^(forever|永久)$/i.test(wordAt(given, 0))) {
    const why = reasonOf(given.slice(1));
    return { ok: true, args: { forever: true, ...(why === undefined ? {} : { reason: why }) } };
  }
  const args = withoutPunctuation(skip ? given.slice(1) : given);
  const time = leadingTime(args);
  const duration = readDuration(time.text);
  if (duration.kind === "bad") {
    const typed = shortened(time.text, 32);
    return { ok: false, sentence: say("duration.invalid", { typed, why: duration.why }) };
  }
  const timed = duration.kind === "duration";
  const reason = reasonOf(timed ? args.slice(time.words) : given);
  return {
    ok: true,
    args: {
      ...(timed ? { durationMs: duration.ms } : {}),
      ...(reason === undefined ? {} : { reason }),
    },
  };
};
