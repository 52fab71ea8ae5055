import type { Command } from "../command.ts";
import type { Checkup } from "../doctor/checkup.ts";
import type { ChatId, UserId } from "../ids.ts";
import type { MessageFacts, Platform } from "../platform.ts";
import type { ChatSettings } from "../settings/settings.ts";
import type { Grant, Use } from "../store.ts";
import type { Lessons } from "./lessons.ts";
import { decide } from "./permissions.ts";
import { effectivePolicy } from "./policy.ts";
import type { DatedFacts } from "./roles.ts";
import { lastUsedAtMs } from "./uses.ts";
import type { Decision } from "./verdicts.ts";

/** What is remembered beside the store: refusals of the platform. */
export interface Memory {
  readonly lessons: Lessons;
}

/** All that is known of a chat at the moment when somebody wants something there. */
export interface Situation {
  readonly platform: Platform;
  readonly chat: ChatId;
  readonly sender: UserId | undefined;
  readonly facts: DatedFacts;
  readonly settings: ChatSettings;
  /** By configuration alone, without what was set in the chat. */
  readonly configured: ChatSettings;
  readonly grants: readonly Grant[];
  readonly commands: readonly Command[];
  /** What was done here lately, as far back as pauses between two uses reach. */
  readonly uses: readonly Use[];
  readonly memory: Memory;
  readonly checkup: Checkup;
  readonly now: () => number;
}

/** Gathers what `decide` needs to know. `explaining`: with what the platform refused lately. */
export const judge = (
  situation: Situation,
  question: {
    readonly command: Command;
    readonly user: UserId | undefined;
    readonly target?: MessageFacts | undefined;
    readonly explaining?: boolean;
  },
): Decision => {
  const { chat, settings, memory } = situation;
  const { command, user } = question;
  const policy = effectivePolicy(command, settings.command(command.name));
  return decide({
    command,
    policy,
    sender: user,
    facts: situation.facts,
    grants: situation.grants,
    equals: settings.equals,
    recall: situation.platform.capabilities.recall,
    topNotice: situation.platform.capabilities.topNotice,
    target: question.target,
    ...(question.explaining ? { lessons: memory.lessons.about(chat) } : {}),
    lastUsedAtMs:
      user === undefined || policy.cooldownMs === 0
        ? undefined
        : lastUsedAtMs(situation.uses, user, command.name),
    nowMs: situation.now(),
  });
};
