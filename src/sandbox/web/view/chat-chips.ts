import { html } from "htm/preact";
import type { VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { translate } from "../model/translate.ts";
import { roleName } from "./role-name.ts";

/** How a chat is set, as far as it matters to the bot, in small chips. */
export function chatChips(chat: ChatState): VNode {
  return html`<div class="chips" data-testid="chips">
    ${chips(chat).map(({ text, tone }) => html`<span key=${text} class="chip" data-tone=${tone}>${text}</span>`)}
  </div>`;
}

interface Chip {
  readonly text: string;
  readonly tone: "good" | "plain" | "warn" | "bad";
}

function chips(chat: ChatState): Chip[] {
  const list: Chip[] = [];
  if (chat.chat_status === "dissolved") list.push({ text: translate("dissolved"), tone: "bad" });
  if (chat.bot_role === null) list.push({ text: translate("chipNoBot"), tone: "bad" });
  else {
    const role = roleName(chat.bot_role);
    const tone = chat.bot_role === "member" ? "plain" : "good";
    list.push({ text: translate("chipBot", { role }), tone });
  }
  if (chat.chat_mode === "p2p") return list;
  list.push(
    chat.pin_permission === "all_members"
      ? { text: translate("chipPinsAll"), tone: "plain" }
      : { text: translate("chipPinsAdmins"), tone: "warn" },
  );
  if (chat.moderation_permission === "only_owner") {
    list.push({ text: translate("chipSpeakAdmins"), tone: "warn" });
  }
  if (chat.platform === "imkit") list.push({ text: translate("chipOnePin"), tone: "plain" });
  if (chat.platform === "whatsapp") list.push({ text: translate("chipThreePins"), tone: "plain" });
  if (chat.chat_mode === "topic") list.push({ text: translate("topicGroup"), tone: "plain" });
  if (chat.external) list.push({ text: translate("external"), tone: "warn" });
  return list;
}
