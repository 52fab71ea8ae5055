import type { Clock } from "../clock.ts";
import type { ChatId } from "../ids.ts";
import type { Problem, ProblemReason } from "../problem.ts";

/** What the platform lets the bot try, and may refuse for everybody alike. */
export type Tried = "pin" | "unpin" | "recall" | "putTop" | "removeTop";

/** A refusal that will repeat until somebody changes a setting. */
export interface Lesson {
  readonly doing: Tried;
  readonly reason: ProblemReason;
  readonly scopes?: readonly string[];
  readonly atMs: number;
}

export interface Lessons {
  /** What came of trying: a refusal worth remembering, or something else, which ends an older refusal. */
  learn(chat: ChatId, doing: Tried, problem: Problem | undefined): void;
  about(chat: ChatId): readonly Lesson[];
}

const lifetimeMs = 10 * 60_000;
const mostChats = 1_000;
const lasting: ReadonlySet<ProblemReason> = new Set([
  "pin-for-admins-only",
  "top-notice-for-admins-only",
  "scope-missing",
]);

/**
 * A short memory of refusals, for explaining only: no platform lets these settings be read, and whoever was told
 * how to change one has changed it when they try again.
 */
export const createLessons = (clock: Clock): Lessons => {
  const known = new Map<ChatId, readonly Lesson[]>();
  const about = (chat: ChatId): readonly Lesson[] =>
    (known.get(chat) ?? []).filter(({ atMs }) => clock.now() - atMs < lifetimeMs);
  return {
    about,
    learn: (chat, doing, problem) => {
      const others = about(chat).filter((lesson) => lesson.doing !== doing);
      const news: readonly Lesson[] =
        problem && lasting.has(problem.reason)
          ? [
              {
                doing,
                reason: problem.reason,
                ...(problem.scopes === undefined ? {} : { scopes: problem.scopes }),
                atMs: clock.now(),
              },
            ]
          : [];
      known.delete(chat);
      if (others.length + news.length === 0) return;
      known.set(chat, [...others, ...news]);
      const oldest = known.keys().next();
      if (known.size > mostChats && !oldest.done) known.delete(oldest.value);
    },
  };
};
