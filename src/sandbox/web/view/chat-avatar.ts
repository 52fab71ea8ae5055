import { html } from "htm/preact";
import type { VNode } from "preact";
import type { ChatState } from "../../state.ts";
import { colorOfUser } from "../model/live-state.ts";
import { avatar, avatarLetters } from "./avatar.ts";

/** A group's picture: its first four members in a mosaic; the person in a chat of two. */
export function chatAvatar(chat: ChatState, size = 44): VNode {
  const first = chat.members[0];
  if (chat.chat_mode === "p2p" && first !== undefined) {
    return avatar({ id: first.open_id, name: first.name, size });
  }
  const faces = chat.members.slice(0, 4);
  return html`<span
    class="chat-avatar"
    data-faces=${faces.length}
    style=${{ "--size": `${size}px` }}
    aria-hidden="true"
  >
    ${faces.map(
      (face) => html`<span
        key=${face.open_id}
        style=${{ "--tone": colorOfUser.value.get(face.open_id) ?? "#8f959e" }}
        >${[...avatarLetters(face.name)].at(-1)}</span
      >`,
    )}
  </span>`;
}
