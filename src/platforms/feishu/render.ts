import type { Rich, Span, Words } from "../../core/answers/rich.ts";
import { plain } from "../../core/answers/rich.ts";
import { escapeMarkdown, oneLine } from "./escape-markdown.ts";
import { userId } from "./ids.ts";
import { controlElements } from "./render-controls.ts";

/** What a message is made of, as the send and reply APIs take it. */
export interface Content {
  readonly msg_type: "text" | "interactive";
  /** JSON in a string. */
  readonly content: string;
}

/** A card of JSON 2.0, ready to be put into a call. */
export type Card = Readonly<Record<string, unknown>>;

/** The platform takes 30 KB; the frame of the card and the small print need the rest. */
const longestBodyBytes = 24_000;
const longestSmallBytes = 2_000;

/** Characters with which text messages form mentions, links and styles; such lines go into a card, where they can be escaped. */
const needsCard = /[<>&*_~`[\]#@\\]|:\/\//;

/** The address as it may stand in a markdown link, or nothing when it is not one of the web. */
const safeAddress = (link: string): string | undefined => {
  const url = URL.parse(link);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  return url.href.replace(
    /[()<>[\]\\*`"'\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
};

/** Code is left as it is by markdown, entities included, so only what cannot end it or be a tag stands in it. */
const isPlainCode = (code: string): boolean => code.trim() !== "" && !/[`<>&\\]|\]\(/.test(code);

const spanMarkdown = (span: Span): string => {
  if (typeof span === "string") return escapeMarkdown(span);
  if ("code" in span) {
    const code = oneLine(span.code);
    return isPlainCode(code) ? `\`${code}\`` : escapeMarkdown(code);
  }
  if ("bold" in span) {
    const text = escapeMarkdown(span.bold.trim());
    return text === "" ? "" : `**${text}**`;
  }
  if ("mention" in span) {
    const id = userId(span.mention);
    return id === undefined ? escapeMarkdown(span.name) : `<at id=${id}></at>`;
  }
  const address = safeAddress(span.link);
  const text = escapeMarkdown(span.text);
  return address === undefined || text === "" ? text : `[${text}](${address})`;
};

/** A line without the indentation that would make it a code block. */
const lineMarkdown = (line: Rich): string => line.map(spanMarkdown).join("").trim();

/** As many whole lines as fit, and a sign that there were more. */
const fitting = (lines: readonly string[], longestBytes: number): string => {
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line) + 1;
    if (bytes > longestBytes) return [...kept, "…"].join("\n");
    kept.push(line);
  }
  return kept.join("\n");
};

/**
 * Words as a card of JSON 2.0: one markdown element, and one for the small print. The first line without its
 * markup is what chat lists and notifications show. Source: Feishu docs, card JSON 2.0 structure.
 */
export const renderCard = (words: Words): Card => {
  const small =
    words.small === undefined ? "" : fitting([lineMarkdown(words.small)], longestSmallBytes);
  const body = fitting(words.lines.map(lineMarkdown), longestBodyBytes);
  const [first] = words.lines;
  return {
    schema: "2.0",
    config: {
      update_multi: true,
      ...(first === undefined
        ? {}
        : { summary: { content: oneLine(plain(first)).replace(/[<>]/g, "").slice(0, 100) } }),
    },
    ...(words.title === undefined
      ? {}
      : {
          header: { title: { tag: "plain_text", content: oneLine(words.title) }, template: "blue" },
        }),
    body: {
      elements: [
        { tag: "markdown", content: body },
        ...controlElements(words.controls ?? []),
        ...(small === "" ? [] : [{ tag: "markdown", content: small, text_size: "notation" }]),
      ],
    },
  };
};

/** The text of one span in a text message; nothing for what text messages do not have or cannot escape. */
const spanText = (span: Span): string | undefined => {
  if (typeof span === "string") return needsCard.test(span) ? undefined : oneLine(span);
  if (!("mention" in span)) return undefined;
  const id = userId(span.mention);
  return id === undefined ? spanText(span.name) : `<at user_id="${id}"></at>`;
};

const isBare = (words: Words): boolean =>
  words.small === undefined && words.title === undefined && (words.controls ?? []).length === 0;

/**
 * Words as a message: a single plain line is a `text` message; anything with structure, or with a character that
 * text messages could take for markup and cannot escape, is a card. Mentions are a tag in both, which clients show
 * as the name; cards and texts write its attribute differently. Source: Feishu docs, im-v1/message/create_json and
 * card component rich text.
 */
export const renderMessage = (words: Words): Content => {
  const [line, ...others] = words.lines;
  if (line !== undefined && others.length === 0 && isBare(words)) {
    const spans = line.map(spanText);
    const text = spans.join("");
    const isPlain = !spans.includes(undefined) && !needsCard.test(oneLine(plain(line)));
    if (isPlain && text.trim() !== "" && Buffer.byteLength(text) <= longestBodyBytes) {
      return { msg_type: "text", content: JSON.stringify({ text }) };
    }
  }
  return { msg_type: "interactive", content: JSON.stringify(renderCard(words)) };
};
