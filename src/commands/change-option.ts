import { type Sentence, say } from "../core/answers/sentences.ts";
import type { Act, Powers } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { hasRight } from "../core/permissions/giving.ts";
import { atLeast, type Role } from "../core/permissions/roles.ts";
import {
  type ChatOptionKey,
  chatOptionKeys,
  isAbove,
  policyOptionKeys,
  readOption,
  type ShownOption,
  typedValue,
} from "../core/settings/chat-options.ts";
import { nearest } from "../core/text/nearest.ts";
import { shortened } from "../core/text/shortened.ts";
import { saidValue } from "./settings-page.ts";

/** What changing needs. */
export const changeNeeds = [
  "commandNamed",
  "commandWords",
  "judge",
  "roleOf",
  "chatOptions",
  "changeOption",
  "nameOf",
] as const satisfies readonly (keyof Powers)[];

export interface OptionChange {
  readonly powers: Pick<Powers, (typeof changeNeeds)[number]>;
  readonly sender: UserId;
  readonly role: Role;
  /** As typed or as a control says. */
  readonly key: string;
  readonly args: readonly Argument[];
}

export type Changed =
  | {
      readonly ok: true;
      readonly sentence: Sentence;
      /** Absent when it was so already. */
      readonly act?: Act;
      /** What holds now. */
      readonly options: readonly ShownOption[];
    }
  /** `denied`: not by this person; `failed`: not like this. */
  | { readonly ok: false; readonly kind: "denied" | "failed"; readonly sentence: Sentence };

const refused = (sentence: Sentence): Changed => ({ ok: false, kind: "failed", sentence });

/** Other words for the keys. */
const words: ReadonlyMap<string, ChatOptionKey> = new Map([
  ["语言", "language"],
  ["反馈", "feedback"],
  ["时区", "timezone"],
  ["模式", "mode"],
  ["等级", "hierarchy"],
  ["pin策略", "pin-policy"],
  ["pin时长", "pin-duration"],
  ["保留原文", "keep-text"],
]);

/** The key that was meant: `feedback`, or `pin.role` with any word for the command. */
const keyOf = (powers: OptionChange["powers"], typed: string): string | undefined => {
  const lower = typed.toLowerCase();
  const [first = "", second, ...more] = (words.get(lower) ?? lower).split(".");
  if (second === undefined) return chatOptionKeys.find((key) => key === first);
  const command = more.length === 0 ? powers.commandNamed(first) : undefined;
  const part = policyOptionKeys.find((key) => key === second);
  return command && part ? `${command.name}.${part}` : undefined;
};

/**
 * Why somebody who may change settings may not change this one: a rule about a command is changed only by those
 * who have that right themselves and for good, never to something above their own role, and never against
 * somebody who is not below them.
 */
const beyond = (change: OptionChange, key: string, value: unknown): Sentence | undefined => {
  const { powers, sender, role } = change;
  const [first = "", part] = key.split(".");
  if (part === undefined) return undefined;
  const command = powers.commandNamed(first);
  const right = command && powers.judge({ command, user: sender });
  if (!right || !hasRight(right) || right.untilMs !== undefined)
    return say("settings.beyond-own", { option: key });
  if (part === "role" && typeof value === "string" && isAbove(value, role))
    return say("settings.above-own");
  const senior =
    part === "deny" &&
    Array.isArray(value) &&
    value.some((user: UserId) => atLeast(powers.roleOf(user) ?? "member", role));
  return senior ? say("settings.senior") : undefined;
};

const isReset = ([only, ...more]: readonly Argument[]): boolean =>
  only?.kind === "word" && more.length === 0 && /^(reset|重置|默认)$/i.test(only.text);

const setHere = (key: string, value: unknown): ShownOption => ({
  key,
  value: typedValue(value),
  from: "chat",
  ...(Array.isArray(value) ? { people: value as readonly UserId[] } : {}),
});

const isSame = (one: ShownOption, other: ShownOption): boolean =>
  one.value === other.value &&
  (one.people ?? []).every((user) => other.people?.includes(user) ?? false);

/** Changes one setting of the chat, if the one who asks may, and says what was before and what is now. */
export const changeOption = async (change: OptionChange): Promise<Changed> => {
  const { powers, args } = change;
  const key = keyOf(powers, change.key);
  if (key === undefined) {
    const [next] = args;
    // `pin role` instead of `pin.role`.
    const part = powers.commandNamed(change.key) && next?.kind === "word" ? ` ${next.text}` : "";
    const typed = shortened(`${change.key}${part}`, 48);
    const known = [
      ...chatOptionKeys,
      ...powers.commandWords().flatMap((word) => policyOptionKeys.map((part) => `${word}.${part}`)),
    ];
    const meant = nearest(typed.toLowerCase(), known);
    return refused(
      say("settings.unknown", { typed, ...(meant === undefined ? {} : { nearest: meant }) }),
    );
  }

  const reset = isReset(args);
  const read = reset ? ({ ok: true, value: undefined } as const) : readOption(key, args);
  if (!read.ok) {
    const typed = args.map((one) => (one.kind === "word" ? one.text : "@")).join(" ");
    return refused(
      say("settings.invalid", {
        option: key,
        typed: shortened(typed, 48),
        expected: read.expected,
      }),
    );
  }
  if (key === "settings.enabled" && !reset)
    return refused(say("settings.locks-out", { option: key }));
  const denial = beyond(change, key, read.value);
  if (denial) return { ok: false, kind: "denied", sentence: denial };

  const options = powers.chatOptions("now");
  const present = options.find((one) => one.key === key);
  const configured = powers.chatOptions("configured").find((one) => one.key === key);
  if (present === undefined || configured === undefined)
    return refused(say("settings.unknown", { typed: key }));
  const next: ShownOption = reset ? configured : setHere(key, read.value);
  const [before, after] = await Promise.all([saidValue(powers, present), saidValue(powers, next)]);
  if (isSame(next, present) && next.from === present.from)
    return { ok: true, sentence: say("settings.same", { option: key, value: after }), options };

  const act: Act = {
    action: "settings",
    outcome: "done",
    details: {
      option: key,
      before: present.people ?? present.value,
      after: next.people ?? next.value,
    },
  };
  await powers.changeOption({ key, after, ...(reset ? {} : { value: read.value }) }, act);
  return {
    ok: true,
    sentence: say("settings.changed", { option: key, before, after }),
    act,
    options: options.map((one) => (one.key === key ? next : one)),
  };
};
