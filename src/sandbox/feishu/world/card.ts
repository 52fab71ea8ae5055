import { isJsonObject, type JsonObject } from "./json.ts";

/** Why a card is refused: the sub-code that follows 230099 in `ext`. */
export interface CardProblem {
  readonly subCode: number;
  readonly message: string;
}

const MAX_ELEMENTS = 200;
const atInMarkdown = /<at\s+(?:id|user_id)\s*=\s*["']?([^"'>\s]+)["']?\s*>/g;

const topLevelV2 = ["schema", "config", "card_link", "header", "body", "i18n_header", "i18n_body"];
const headerProperties = [
  "title",
  "subtitle",
  "text_tag_list",
  "i18n_text_tag_list",
  "template",
  "icon",
  "ud_icon",
  "padding",
];

const sharedTags = [
  "button",
  "chart",
  "checker",
  "column_set",
  "date_picker",
  "div",
  "form",
  "hr",
  "img",
  "img_combination",
  "input",
  "interactive_container",
  "markdown",
  "multi_select_person",
  "multi_select_static",
  "overflow",
  "person",
  "person_list",
  "picker_datetime",
  "picker_time",
  "select_img",
  "select_person",
  "select_static",
  "table",
  "collapsible_panel",
];
const tagsV2 = new Set([...sharedTags, "audio", "fallback", "loop"]);
const tagsV1 = new Set([...sharedTags, "action", "note"]);

/** Whether a card is of JSON 2.0, which never goes back to 1.0. */
export function isCardV2(card: JsonObject): boolean {
  return card.schema === "2.0";
}

/** Whether every viewer shares one card, which updating by PATCH needs; 2.0 cards always do unless they say otherwise. */
export function isSharedCard(card: JsonObject): boolean {
  const config = card.config;
  return isJsonObject(config) && config.update_multi === true;
}

function unknownProperty(object: JsonObject, known: readonly string[]): string | undefined {
  return Object.keys(object).find((key) => !known.includes(key));
}

function isText(value: unknown): boolean {
  return isJsonObject(value) && typeof value.tag === "string";
}

/** Every component of the card, containers first. */
export function elementsOf(card: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) visit(entry);
    if (!isJsonObject(value)) return;
    if (typeof value.tag === "string") found.push(value);
    for (const key of ["elements", "columns", "actions", "fields", "extra"]) visit(value[key]);
  };
  const body = card.body;
  visit(isJsonObject(body) ? body.elements : card.elements);
  if (isJsonObject(card.i18n_elements))
    for (const list of Object.values(card.i18n_elements)) visit(list);
  return found;
}

function checkElement(element: JsonObject, v2: boolean): CardProblem | null {
  const tag = String(element.tag);
  const known = v2 ? tagsV2 : tagsV1;
  const inner = ["column", "plain_text", "lark_md", "option"];
  if (!known.has(tag) && !inner.includes(tag)) {
    return v2
      ? {
          subCode: 200861,
          message: `cards of schema V2 no longer support this capability; unsupported tag ${tag}`,
        }
      : { subCode: 200621, message: `not support tag: ${tag}` };
  }
  if (tag === "button" && !isText(element.text) && !isJsonObject(element.icon)) {
    return { subCode: 200621, message: "parse card json err, button needs a text" };
  }
  if (tag === "markdown" && typeof element.content !== "string") {
    return { subCode: 200621, message: "parse card json err, markdown needs a content" };
  }
  return null;
}

function checkShape(card: JsonObject, v2: boolean): CardProblem | null {
  const header = card.header;
  if (header !== undefined && (!isJsonObject(header) || !isText(header.title))) {
    return { subCode: 200621, message: "parse card json err, header needs a title" };
  }
  if (!v2) {
    const hasBody =
      Array.isArray(card.elements) || isJsonObject(card.i18n_elements) || header !== undefined;
    return hasBody
      ? null
      : { subCode: 200621, message: "parse card json err, elements are missing" };
  }
  const stranger =
    unknownProperty(card, topLevelV2) ??
    (header === undefined ? undefined : unknownProperty(header, headerProperties));
  if (stranger !== undefined) {
    return {
      subCode: 200621,
      message: `parse card json err, unknown property, property: ${stranger}`,
    };
  }
  const body = card.body;
  if (!isJsonObject(body) || !Array.isArray(body.elements)) {
    return { subCode: 200621, message: "parse card json err, body.elements is missing" };
  }
  const config = card.config;
  if (isJsonObject(config) && config.update_multi === false) {
    return { subCode: 200621, message: "parse card json err, update_multi can only be true" };
  }
  return null;
}

/** What is wrong with a card by itself, `null` when nothing; see Feishu docs: card JSON 2.0 structure. */
export function checkCard(card: JsonObject): CardProblem | null {
  if (card.type === "template") {
    return { subCode: 200380, message: "template is not released" };
  }
  const v2 = isCardV2(card);
  if (card.schema !== undefined && !v2 && card.schema !== "1.0") {
    return { subCode: 200621, message: "parse card json err, unknown schema" };
  }
  const shape = checkShape(card, v2);
  if (shape !== null) return shape;
  const elements = elementsOf(card);
  if (elements.length > MAX_ELEMENTS) {
    return { subCode: 11310, message: "element exceeds the limit" };
  }
  for (const element of elements) {
    const problem = checkElement(element, v2);
    if (problem !== null) return problem;
  }
  return null;
}

/** The people mentioned in a card's markdown, `all` among them; cards write `<at id=…></at>`. */
export function mentionedInCard(card: JsonObject): readonly string[] {
  const ids: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) visit(entry);
    if (!isJsonObject(value)) return;
    const { tag, content } = value;
    if ((tag === "markdown" || tag === "lark_md") && typeof content === "string") {
      for (const match of content.matchAll(atInMarkdown))
        if (match[1] !== undefined) ids.push(match[1]);
    }
    for (const entry of Object.values(value)) visit(entry);
  };
  visit(card);
  return ids;
}

/** What GET shows of a card unless the original is asked for: its title and plain texts. */
export function degradeCard(card: JsonObject): JsonObject {
  const header = card.header;
  const title = isJsonObject(header) && isJsonObject(header.title) ? header.title.content : null;
  const lines = elementsOf(card).flatMap((element) => {
    const text = element.text;
    const content = element.content ?? (isJsonObject(text) ? text.content : undefined);
    return typeof content === "string" ? [[{ tag: "text", text: content }]] : [];
  });
  return { title: title ?? null, elements: lines };
}
