import { html } from "htm/preact";
import type { ComponentChild, VNode } from "preact";
import type { MessageState } from "../../state.ts";
import { markdownView } from "../card/markdown-view.ts";
import { emojiGlyph } from "../model/emoji.ts";
import { asList, asText, type JsonObject } from "../model/json-view.ts";
import { postContent } from "../model/post-content.ts";
import { safeLink } from "../model/safe-link.ts";
import { translate } from "../model/translate.ts";
import { mention, outsideLink } from "./segments.ts";

/** A rich-text message: title and lines. */
export function postView(content: unknown, mentions: MessageState["mentions"]): VNode {
  const { title, lines } = postContent(content);
  return html`<div class="post">
    ${title !== "" && html`<h3>${title}</h3>`}
    ${lines.map((line, index) =>
      isBlock(line[0])
        ? html`<div key=${index}>${line.map((element) => elementView(element, mentions))}</div>`
        : html`<p key=${index}>${line.map((element) => elementView(element, mentions))}</p>`,
    )}
  </div>`;
}

function isBlock(element: JsonObject | undefined): boolean {
  const tag = asText(element?.tag);
  return tag === "code_block" || tag === "hr" || tag === "md";
}

function elementView(element: JsonObject, mentions: MessageState["mentions"]): ComponentChild {
  const text = asText(element.text);
  switch (asText(element.tag)) {
    case "text":
      return styled(text, asList(element.style));
    case "a": {
      const href = safeLink(asText(element.href));
      return href === null ? text : outsideLink(href, styled(text || href, asList(element.style)));
    }
    case "at": {
      const id = asText(element.user_id);
      const known = mentions.find((one) => one.key === id || one.id === id);
      return mention(known?.id ?? id, known?.name ?? asText(element.user_name));
    }
    case "emotion":
      return emojiGlyph(asText(element.emoji_type));
    case "code_block":
      return html`<pre><code>${text}</code></pre>`;
    case "hr":
      return html`<hr />`;
    case "md":
      return markdownView(text);
    default:
      return html`<span class="unsupported">
        ${translate("unsupported", { kind: asText(element.tag) || "?" })}
      </span>`;
  }
}

function styled(text: string, styles: readonly unknown[]): ComponentChild {
  let node: ComponentChild = text;
  if (styles.includes("bold")) node = html`<strong>${node}</strong>`;
  if (styles.includes("italic")) node = html`<em>${node}</em>`;
  if (styles.includes("underline")) node = html`<u>${node}</u>`;
  if (styles.includes("inlineCode")) node = html`<code>${node}</code>`;
  if (styles.includes("lineThrough")) node = html`<s>${node}</s>`;
  return node;
}
