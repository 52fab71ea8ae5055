import { html } from "htm/preact";
import type { ComponentChildren, VNode } from "preact";
import { type IconName, icon } from "./icon.ts";

export interface IconButtonProps {
  readonly name: IconName;
  readonly label: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly testId?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly tabIndex?: number;
  readonly size?: number;
  readonly children?: ComponentChildren;
}

/** A button that is an icon; its label is its tooltip and what a screen reader says. */
export function iconButton(props: IconButtonProps): VNode {
  return html`<button
    type="button"
    class=${`icon-button ${props.className ?? ""}`}
    title=${props.label}
    aria-label=${props.label}
    aria-pressed=${props.pressed}
    disabled=${props.disabled ?? false}
    tabindex=${props.tabIndex}
    data-testid=${props.testId}
    onClick=${props.onClick}
  >
    ${icon(props.name, props.size ?? 18)} ${props.children}
  </button>`;
}
