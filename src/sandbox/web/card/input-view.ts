import { html } from "htm/preact";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asText, type JsonObject } from "../model/json-view.ts";
import { behaviourOf, type CardContext, fieldName, textOf } from "./card-context.ts";
import { press } from "./press.ts";

interface InputProps {
  readonly element: JsonObject;
  readonly context: CardContext;
}

/** A text field of a card. Outside of a form it tells the app when Enter is pressed. */
export function CardInput({ element, context }: InputProps): VNode {
  const initial = asText(element.default_value);
  const [text, setText] = useState(initial);
  const name = fieldName(element);
  const form = context.form;

  useEffect(() => {
    if (form === null || name === "") return;
    form.values.set(name, initial);
    if (element.required === true) form.required.add(name);
  }, [form, name, initial, element]);

  function type(value: string): void {
    setText(value);
    form?.values.set(name, value);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || form !== null) return;
    void press({
      message_id: context.messageId,
      tag: "input",
      value: behaviourOf(element).callbackValue,
      input_value: text,
      ...(name === "" ? {} : { name }),
    });
  }

  const label = textOf(element.label);
  const placeholder = textOf(element.placeholder);
  return html`<label class="card-input">
    ${label !== "" && html`<span>${label}${element.required === true && html`<b> *</b>`}</span>`}
    <input
      class="card-field"
      value=${text}
      placeholder=${placeholder}
      aria-label=${label || placeholder || name}
      maxlength=${Number(element.max_length) || undefined}
      disabled=${element.disabled === true}
      onInput=${(event: Event) => {
        if (event.currentTarget instanceof HTMLInputElement) type(event.currentTarget.value);
      }}
      onKeyDown=${onKeyDown}
    />
  </label>`;
}
