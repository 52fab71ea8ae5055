import type { Segment } from "../../core/events.ts";
import type { UserId } from "../../core/ids.ts";
import { digitsOf } from "./ids.ts";

/** The digits after the sign are a phone number or those of a LID. */
const mention = /@(\d{3,20})/g;

/**
 * The text of a message, cut where it mentions somebody: an `@` with the digits of somebody whom the message
 * lists. Digits of nobody on the list are text.
 */
export const segmentsOf = (
  text: string,
  mentioned: readonly UserId[],
  context: {
    readonly self: readonly UserId[];
    readonly meet: (id: UserId) => UserId;
    readonly nameOf: (id: UserId) => string | undefined;
  },
): readonly Segment[] => {
  const byDigits = new Map(mentioned.map((id) => [digitsOf(id), id]));
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(mention)) {
    const id = byDigits.get(match[1] ?? "");
    if (id === undefined) continue;
    if (match.index > end) segments.push({ kind: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const name = context.nameOf(id) ?? digitsOf(id);
    segments.push(
      context.self.includes(id)
        ? { kind: "mention-self", name }
        : { kind: "mention", user: context.meet(id), name, isBot: false },
    );
  }
  if (end < text.length) segments.push({ kind: "text", text: text.slice(end) });
  return segments;
};
