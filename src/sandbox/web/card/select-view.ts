import { html } from "htm/preact";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { asList, asObject, asText, type JsonObject } from "../model/json-view.ts";
import { translate } from "../model/translate.ts";
import { behaviourOf, type CardContext, fieldName, textOf } from "./card-context.ts";
import { press } from "./press.ts";

interface SelectProps {
  readonly element: JsonObject;
  readonly context: CardContext;
}

/** A drop-down list of a card (`select_static`, and `overflow`, which forgets what was chosen). */
export function CardSelect({ element, context }: SelectProps): VNode {
  const initial = asText(element.initial_option);
  const [chosen, setChosen] = useState(initial);
  const shown = useRef(initial);
  const name = fieldName(element);
  const form = context.form;
  const forgets = element.tag === "overflow";

  useEffect(() => {
    shown.current = initial;
    setChosen(initial);
  }, [initial]);

  useEffect(() => {
    if (form === null || name === "") return;
    form.values.set(name, initial);
    if (element.required === true) form.required.add(name);
  }, [form, name, initial, element]);

  function choose(option: string): void {
    setChosen(forgets ? "" : option);
    if (form !== null) {
      form.values.set(name, option);
      return;
    }
    void press({
      message_id: context.messageId,
      tag: asText(element.tag),
      value: behaviourOf(element).callbackValue,
      option,
      ...(name === "" ? {} : { name }),
    }).then((taken) => {
      // What the card says holds again.
      if (!taken) setChosen(shown.current);
    });
  }

  const placeholder = textOf(element.placeholder) || (forgets ? "···" : translate("choose"));
  return html`<select
    class="card-field"
    aria-label=${placeholder}
    value=${chosen}
    disabled=${element.disabled === true}
    onChange=${(event: Event) => {
      if (event.currentTarget instanceof HTMLSelectElement) choose(event.currentTarget.value);
    }}
  >
    <option value="" disabled>${placeholder}</option>
    ${asList(element.options)
      .map(asObject)
      .map(
        (option) => html`<option key=${asText(option.value)} value=${asText(option.value)}>
          ${textOf(option.text)}
        </option>`,
      )}
  </select>`;
}
