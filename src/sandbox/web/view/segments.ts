import { html } from "htm/preact";
import type { VNode } from "preact";
import { readerIds } from "../model/columns.ts";
import { everybodyId, type Segment } from "../model/inline-text.ts";
import { botIds } from "../model/live-state.ts";
import { translate } from "../model/translate.ts";

/** A link that leaves the page; the address was checked to be http or https. */
export function outsideLink(href: string, text: unknown): VNode {
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

/** Somebody mentioned; the reader and everybody stand out. */
export function mention(id: string, name: string): VNode {
  const everybody = id === everybodyId || id === "@_all";
  const mine = everybody || readerIds.value.has(id);
  const tone = mine ? "mine" : botIds.value.has(id) ? "bot" : "other";
  return html`<span class="mention" data-tone=${tone}>@${everybody ? translate("everybody") : name}</span>`;
}

/** Text with its mentions and links. */
export function segmentsView(segments: readonly Segment[]): (VNode | string)[] {
  return segments.map(segmentView);
}

function segmentView(segment: Segment): VNode | string {
  switch (segment.kind) {
    case "text":
      return segment.text;
    case "mention":
      return mention(segment.id, segment.name);
    case "link":
      return outsideLink(segment.href, segment.text);
  }
}
