import { html } from "htm/preact";
import type { ComponentChild, VNode } from "preact";

export interface PickerItem {
  readonly key: string;
  readonly view: ComponentChild;
  readonly testId?: string;
}

interface PickerProps {
  readonly id: string;
  readonly label: string;
  readonly items: readonly PickerItem[];
  /** Index of the highlighted item; -1 for none. */
  readonly at: number;
  readonly note?: string;
  readonly onPick: (index: number) => void;
}

/** A list above the composer, steered from its text field: the focus never leaves the field. */
export function picker(props: PickerProps): VNode {
  return html`<div class="menu picker">
    <div id=${props.id} role="listbox" aria-label=${props.label} class="picker-list">
      ${props.items.map(
        (item, index) => html`<div
          key=${item.key}
          id=${`${props.id}-${index}`}
          role="option"
          aria-selected=${index === props.at}
          class="menu-item"
          data-testid=${item.testId}
          onPointerDown=${(event: PointerEvent) => {
            // Keeps the focus, and the caret, in the text field.
            event.preventDefault();
            props.onPick(index);
          }}
        >
          ${item.view}
        </div>`,
      )}
    </div>
    ${props.note !== undefined && html`<p class="menu-note">${props.note}</p>`}
  </div>`;
}
