import type { MessageState } from "../../state.ts";
import { decodeEntities } from "../card/decode-entities.ts";
import { emojiGlyph } from "./emoji.ts";
import { everybodyId, inlineSegments } from "./inline-text.ts";
import { asList, asObject, asText, parseJson } from "./json-view.ts";
import { postContent } from "./post-content.ts";

/** The words a preview needs in the reader's language. */
export interface PreviewWords {
  readonly everybody: string;
  readonly recalled: string;
  readonly card: string;
  /** For kinds without text (an image, a file, …). */
  readonly other: (kind: string) => string;
}

/** One line of plain text that stands for a message: in the chat list, in quotes, in the list of pins. */
export function messagePreview(message: MessageState, words: PreviewWords): string {
  if (message.deleted) return words.recalled;
  const content = parseJson(message.content);
  switch (message.msg_type) {
    case "text":
      return oneLine(textPreview(asText(asObject(content).text), message, words));
    case "post":
      return oneLine(postPreview(content, message, words)) || words.other("post");
    case "interactive":
      return `${words.card} ${oneLine(cardTitle(content))}`.trim();
    default:
      return words.other(message.msg_type);
  }
}

function textPreview(text: string, message: MessageState, words: PreviewWords): string {
  return inlineSegments(text, message.mentions)
    .map((segment) =>
      segment.kind === "mention"
        ? `@${segment.id === everybodyId ? words.everybody : segment.name}`
        : segment.text,
    )
    .join("");
}

function postPreview(content: unknown, message: MessageState, words: PreviewWords): string {
  const { title, lines } = postContent(content);
  const text = lines
    .map((line) =>
      line
        .map((element) => {
          if (element.tag === "at") {
            const id = asText(element.user_id);
            const mention = message.mentions.find((one) => one.key === id || one.id === id);
            const name = mention?.name ?? asText(element.user_name);
            return `@${id === "all" || id === "@_all" ? words.everybody : name}`;
          }
          if (element.tag === "emotion") return emojiGlyph(asText(element.emoji_type));
          if (element.tag === "img") return words.other("image");
          return asText(element.text);
        })
        .join(""),
    )
    .join(" ");
  return `${title} ${text}`;
}

/** What a card is about: its title, else the first text in it. */
export function cardTitle(card: unknown): string {
  const title = asText(asObject(asObject(asObject(card).header).title).content);
  if (title !== "") return title;
  const elements = asList(asObject(asObject(card).body).elements ?? asObject(card).elements);
  for (const element of elements.map(asObject)) {
    const text = asText(element.content) || asText(asObject(element.text).content);
    if (text !== "") return decodeEntities(text.replace(/[*`~]|(?<!&)#|<[^>]*>/g, ""));
  }
  return "";
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
