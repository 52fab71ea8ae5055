import type { World } from "../src/sandbox/feishu/world/world.ts";

/** How often the bot answered a command, in each form. */
export interface Answers {
  /** Reactions on the command. */
  readonly marks: number;
  /** Messages in reply to it. */
  readonly replies: number;
  /** Private cards; they do not tell what they answer, so all that this person sees in this chat count. */
  readonly cards: number;
}

/** The private sign of waiting, which is no answer. */
const isSign = (card: unknown): boolean => /takes a moment|要稍等一会儿/.test(JSON.stringify(card));

export const answersIn = (
  world: World,
  command: { readonly chat: string; readonly message: string; readonly to: string },
): Answers => {
  const marks = world.messages.get(command.message)?.reactions.values() ?? [];
  return {
    // Not the sign of waiting, which is no answer.
    marks: [...marks].filter(
      ({ operator, emojiType }) => operator.kind === "bot" && emojiType !== "OneSecond",
    ).length,
    replies: [...world.messages.values()].filter(
      ({ parentId, sender }) => parentId === command.message && sender.kind === "bot",
    ).length,
    cards: [...world.ephemeral.values()].filter(
      ({ chatId, openId, card }) =>
        chatId === command.chat && openId === command.to && !isSign(card),
    ).length,
  };
};
