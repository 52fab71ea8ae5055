import { html } from "htm/preact";
import type { VNode } from "preact";

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  readonly onChoose: (value: string) => void;
}

/** A setting with a few values side by side, one of them chosen. */
export function choice(props: ChoiceProps): VNode {
  return html`<fieldset class="choice" data-testid=${`setting-${props.name}`}>
    <legend>${props.label}</legend>
    <div class="choice-options">
      ${props.options.map(
        (option) => html`<button
          key=${option.value}
          type="button"
          aria-pressed=${option.value === props.value}
          data-testid=${`setting-${props.name}-${option.value}`}
          onClick=${() => option.value !== props.value && props.onChoose(option.value)}
        >
          ${option.text}
        </button>`,
      )}
    </div>
  </fieldset>`;
}
