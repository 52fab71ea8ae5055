import { html } from "htm/preact";
import type { ComponentChild, VNode } from "preact";
import { emojiGlyph } from "../model/emoji.ts";
import { app, users } from "../model/live-state.ts";
import { mention, outsideLink } from "../view/segments.ts";
import { type Block, parseCardMarkdown } from "./card-markdown.ts";
import type { Inline } from "./parse-inline.ts";

/** A card's markdown; `size` as the card names it, "notation" being the small print. */
export function markdownView(source: string, size = ""): VNode {
  return html`<div class="markdown" data-size=${size}>${parseCardMarkdown(source).map(blockView)}</div>`;
}

function blockView(block: Block, index: number): VNode {
  switch (block.kind) {
    case "paragraph":
      return html`<p key=${index}>${linesView(block.lines)}</p>`;
    case "heading":
      return html`<p key=${index} class="markdown-heading" data-level=${block.level}>
        ${inlineView(block.content)}
      </p>`;
    case "quote":
      return html`<blockquote key=${index}>${linesView(block.lines)}</blockquote>`;
    case "code":
      return html`<pre key=${index}><code>${block.text}</code></pre>`;
    case "rule":
      return html`<hr key=${index} />`;
    case "list":
      return html`<ul key=${index} class="markdown-list">
        ${block.items.map(
          (item, at) => html`<li key=${at} style=${{ "--depth": item.depth }}>
            <span class="markdown-marker">${item.number === null ? "•" : `${item.number}.`}</span>
            <span>${inlineView(item.content)}</span>
          </li>`,
        )}
      </ul>`;
  }
}

function linesView(lines: readonly (readonly Inline[])[]): ComponentChild[] {
  return lines.flatMap((line, index) =>
    index === 0 ? inlineView(line) : [html`<br />`, ...inlineView(line)],
  );
}

function inlineView(pieces: readonly Inline[]): ComponentChild[] {
  return pieces.map(pieceView);
}

function pieceView(piece: Inline): ComponentChild {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "code":
      return html`<code>${piece.text}</code>`;
    case "strong":
      return html`<strong>${inlineView(piece.content)}</strong>`;
    case "emphasis":
      return html`<em>${inlineView(piece.content)}</em>`;
    case "struck":
      return html`<s>${inlineView(piece.content)}</s>`;
    case "coloured":
      return html`<span class="coloured" data-color=${piece.color}>${inlineView(piece.content)}</span>`;
    case "tag":
      return html`<span class="text-tag" data-color=${piece.color}>${piece.text}</span>`;
    case "link":
      return outsideLink(piece.href, inlineView(piece.content));
    case "mention":
      return mention(piece.id, personName(piece.id));
    case "emoji":
      return emojiGlyph(piece.emojiType);
  }
}

/** The name behind an open id; the id itself when nobody here has it. */
export function personName(openId: string): string {
  if (openId === app.value.open_id) return app.value.name;
  return users.value.find((user) => user.open_id === openId)?.name ?? openId;
}
