import { html } from "htm/preact";
import type { VNode } from "preact";
import { botIds, colorOfUser } from "../model/live-state.ts";

/** The round picture of a person: the last two characters of a Chinese name, the initials of another. */
export function avatar(person: { id: string; name: string; size?: number }): VNode {
  const size = person.size ?? 36;
  if (botIds.value.has(person.id)) return botAvatar(size);
  const color = colorOfUser.value.get(person.id) ?? "#8f959e";
  return html`<span class="avatar" style=${{ "--size": `${size}px`, "--tone": color }} aria-hidden="true">
    ${avatarLetters(person.name)}
  </span>`;
}

function botAvatar(size: number): VNode {
  return html`<span class="avatar avatar-bot" style=${{ "--size": `${size}px` }} aria-hidden="true">
    <svg viewBox="0 0 24 24" width=${Math.round(size * 0.62)} height=${Math.round(size * 0.62)}>
      <path
        d="M5 7.6A2.6 2.6 0 0 1 7.6 5h8.800A2.6 2.6 0 0 1 19 7.6v6.200a2.6 2.6 0 0 1-2.6 2.6h-5l-3.700 2.900a.5.5 0 0 1-.8-.4v-2.6A2.6 2.6 0 0 1 5 13.800z"
        fill="#fff"
      />
      <path d="m9 10.6 2.200 2.200 3.900-4" class="avatar-bot-mark" />
    </svg>
  </span>`;
}

/** The letters that stand for a name in a small circle. */
export function avatarLetters(name: string): string {
  const trimmed = name.trim();
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed].slice(-2).join("");
  const initials = trimmed.split(/\s+/).map((word) => [...word][0] ?? "");
  return initials.slice(0, 2).join("").toUpperCase() || "?";
}
