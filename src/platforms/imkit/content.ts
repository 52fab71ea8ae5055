import type { Segment } from "../../core/events.ts";
import type { UserId } from "../../core/ids.ts";
import { withoutInvisible } from "../../core/text/typed.ts";

/** Who the bot itself is. Its name is learned from the platform and may not be known yet. */
export interface ImkitSelf {
  readonly bot: UserId;
  readonly names: readonly string[];
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** Nobody mentions more people than this in a command. */
const mostMentions = 50;

/**
 * The pieces of a text. A mention is `@` and a user's id that the message also lists in `mentions`; the bot's own
 * id counts without the list where it stands as a word of its own, and its names where the list holds its id.
 * Source: IMKit docs, Send a Message (`mentions`).
 */
export const segmentsOf = (
  text: string,
  mentions: readonly UserId[],
  self: ImkitSelf,
): readonly Segment[] => {
  const listed = [...new Set(mentions)].slice(0, mostMentions);
  const names = listed.includes(self.bot) ? self.names.filter((name) => name !== "") : [];
  // The longest first: one id may begin another.
  const words = [...listed, ...names].sort((one, other) => other.length - one.length).map(escaped);
  const alternatives = [...words, `${escaped(self.bot)}(?=[\\s/／]|$)`].join("|");
  const found = text.matchAll(new RegExp(`@(${alternatives})`, "gu"));

  const segments: Segment[] = [];
  let end = 0;
  const addText = (upTo: number): void => {
    if (upTo > end) segments.push({ kind: "text", text: text.slice(end, upTo) });
  };
  for (const match of found) {
    const name = match[1] ?? "";
    const user = listed.find((one) => one === name);
    addText(match.index);
    segments.push(
      user === undefined || user === self.bot
        ? { kind: "mention-self", name }
        : { kind: "mention", user, name, isBot: false },
    );
    end = match.index + match[0].length;
  }
  addText(text.length);
  return segments;
};

/** Whether core could take it for a command: a slash opens it, at once or after mentions of the bot. */
export const looksLikeCommand = (segments: readonly Segment[]): boolean => {
  const opening = segments.find(
    (segment) =>
      segment.kind !== "mention-self" &&
      !(segment.kind === "text" && withoutInvisible(segment.text).trim() === ""),
  );
  return opening?.kind === "text" && /^\s*[/／]/.test(withoutInvisible(opening.text));
};
