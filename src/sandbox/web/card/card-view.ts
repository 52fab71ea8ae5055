import { html } from "htm/preact";
import type { VNode } from "preact";
import { asList, asObject, asText, type JsonObject } from "../model/json-view.ts";
import { language } from "../model/preferences.ts";
import { translate } from "../model/translate.ts";
import { textOf } from "./card-context.ts";
import { elementsView } from "./element-view.ts";

interface CardProps {
  readonly card: unknown;
  readonly messageId: string;
}

/** An interactive card of either schema: 2.0 keeps its elements in a body, 1.0 at the top. */
export function CardView({ card, messageId }: CardProps): VNode {
  const object = asObject(card);
  const elements = elementsOf(object);
  const header = asObject(object.header);
  if (elements.length === 0 && Object.keys(header).length === 0) {
    return html`<div class="text unsupported">
      ${translate("unsupported", { kind: asText(object.type) || "interactive" })}
    </div>`;
  }
  return html`<section class="card">
    ${Object.keys(header).length > 0 && headerView(header)}
    ${
      elements.length > 0 &&
      html`<div class="card-body">${elementsView(elements, { messageId, form: null })}</div>`
    }
  </section>`;
}

function elementsOf(card: JsonObject): readonly unknown[] {
  const body = asList(asObject(card.body).elements);
  if (body.length > 0) return body;
  const byLanguage = asObject(card.i18n_elements);
  const translated = asList(byLanguage[language.value === "zh" ? "zh_cn" : "en_us"]);
  return translated.length > 0 ? translated : asList(card.elements);
}

function headerView(header: JsonObject): VNode {
  const subtitle = textOf(header.subtitle);
  const tags = asList(header.text_tag_list).map(asObject);
  return html`<header class="card-header" data-template=${asText(header.template) || "default"}>
    <h3>
      ${textOf(header.title)}
      ${tags.map(
        (tag, index) => html`<span key=${index} class="text-tag" data-color=${asText(tag.color)}>
          ${textOf(tag.text)}
        </span>`,
      )}
    </h3>
    ${subtitle !== "" && html`<p>${subtitle}</p>`}
  </header>`;
}
