import type { Command } from "./command.ts";
import type { Argument, Invocation } from "./invocation.ts";
import type { ChatSettings } from "./settings/settings.ts";
import { normal } from "./text/typed.ts";

/**
 * Whether a word asks only to be told what would be done. Keyboards make one dash of two, and Chinese ones two long
 * dashes or full-width ones.
 */
export const isPreview = (argument: Argument): boolean =>
  argument.kind === "word" && /^[-—–]{1,2}preview$/.test(normal(argument.text));

interface Asking {
  readonly invocation: Invocation;
  readonly settings: ChatSettings;
  readonly command: Command;
}

/** What was asked for, once `--preview` is out of the way. */
interface Asked {
  readonly invocation: Invocation;
  readonly observing: boolean;
  readonly preview: boolean;
}

export const readAsked = ({ invocation, settings, command }: Asking): Asked => {
  const args = invocation.args.filter((argument) => !isPreview(argument));
  const preview = args.length < invocation.args.length;
  const observing = settings.mode === "observe" && !command.actsWhenObserved;
  return { invocation: { ...invocation, args }, observing, preview: preview || observing };
};

/** Whether a command only says what it would do. */
export const isDryRun = (asked: Asking): boolean => readAsked(asked).preview;
