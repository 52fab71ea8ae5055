import type { ChatState } from "../../state.ts";
import { can } from "../model/abilities.ts";
import { translate } from "../model/translate.ts";
import type { PickedMention } from "../model/typed-mentions.ts";

const atMost = 8;

/** Who can be mentioned in a chat: the bot first, then members, then everybody; those whose name holds the query. */
export function mentionCandidates(chat: ChatState, query: string): PickedMention[] {
  const everybody = can(chat.chat_id).mentionEverybody
    ? [{ name: translate("everybody"), id: "all" }]
    : [];
  const bot = chat.bot_role === null ? [] : [{ name: chat.bot.name, id: chat.bot.mention_id }];
  const members = chat.members.map((member) => ({ name: member.name, id: member.open_id }));
  const wanted = query.toLowerCase();
  return [...bot, ...members, ...everybody]
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, atMost);
}
