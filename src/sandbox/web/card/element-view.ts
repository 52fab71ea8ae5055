import { html } from "htm/preact";
import { type ComponentChild, h, type VNode } from "preact";
import { asList, asObject, asText, type JsonObject } from "../model/json-view.ts";
import { translate } from "../model/translate.ts";
import { avatar } from "../view/avatar.ts";
import { CardButton } from "./button-view.ts";
import { type CardContext, textOf } from "./card-context.ts";
import { CardFormView } from "./form-view.ts";
import { CardInput } from "./input-view.ts";
import { markdownView, personName } from "./markdown-view.ts";
import { CardSelect } from "./select-view.ts";

/** The elements of a card, or of a container in it, top to bottom. */
export function elementsView(elements: readonly unknown[], context: CardContext): VNode[] {
  return elements.map(
    (element, index) => html`<div class="card-element" key=${index}>
      ${elementView(asObject(element), context)}
    </div>`,
  );
}

function elementView(element: JsonObject, context: CardContext): ComponentChild {
  switch (asText(element.tag)) {
    case "markdown":
    case "lark_md":
      return markdownView(textOf(element), asText(element.text_size));
    case "plain_text":
      return html`<p class="plain">${textOf(element)}</p>`;
    case "div":
      return divView(element, context);
    case "hr":
      return html`<hr />`;
    case "note":
      return html`<div class="card-note">
        ${asList(element.elements).map((one) => elementView(asObject(one), context))}
      </div>`;
    case "action":
      return html`<div class="card-actions">
        ${asList(element.actions).map((one) => elementView(asObject(one), context))}
      </div>`;
    case "column_set":
      return columnsView(element, context);
    case "button":
      return h(CardButton, { element, context });
    case "select_static":
    case "overflow":
      return h(CardSelect, { element, context });
    case "input":
      return h(CardInput, { element, context });
    case "form":
      return h(CardFormView, {
        context,
        render: (inner) => elementsView(asList(element.elements), inner),
      });
    case "interactive_container":
      return html`<div class="card-container">
        ${elementsView(asList(element.elements), context)}
      </div>`;
    case "collapsible_panel":
      return html`<details class="card-fold" open=${element.expanded === true}>
        <summary>${textOf(asObject(element.header).title)}</summary>
        ${elementsView(asList(element.elements), context)}
      </details>`;
    case "person":
      return personView(asText(element.user_id));
    default:
      return html`<span class="unsupported">
        ${translate("unsupported", { kind: asText(element.tag) || "?" })}
      </span>`;
  }
}

function divView(element: JsonObject, context: CardContext): VNode {
  const text = asObject(element.text);
  const fields = asList(element.fields).map(asObject);
  const extra = element.extra;
  return html`<div class="card-div">
    <div class="card-div-main">
      ${Object.keys(text).length > 0 && elementView(text, context)}
      ${
        fields.length > 0 &&
        html`<div class="card-fields">
          ${fields.map(
            (field, index) => html`<div key=${index} data-short=${field.is_short === true}>
              ${elementView(asObject(field.text), context)}
            </div>`,
          )}
        </div>`
      }
    </div>
    ${extra !== undefined && elementView(asObject(extra), context)}
  </div>`;
}

function columnsView(element: JsonObject, context: CardContext): VNode {
  const columns = asList(element.columns).map(asObject);
  return html`<div
    class="card-columns"
    data-flex=${asText(element.flex_mode) || "none"}
    data-background=${asText(element.background_style) || "default"}
  >
    ${columns.map((column, index) => {
      const width = asText(column.width) || "weighted";
      const grow = width === "weighted" ? Number(column.weight ?? 1) || 1 : 0;
      const basis = /^\d+px$/.test(width) ? width : grow > 0 ? "0" : "auto";
      return html`<div
        key=${index}
        class="card-column"
        data-align=${asText(column.vertical_align) || "top"}
        style=${{ flexGrow: grow, flexBasis: basis }}
      >
        ${elementsView(asList(column.elements), context)}
      </div>`;
    })}
  </div>`;
}

function personView(openId: string): VNode {
  const name = personName(openId);
  return html`<span class="card-person">${avatar({ id: openId, name, size: 20 })} ${name}</span>`;
}
