import { html } from "htm/preact";
import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { CardContext } from "./card-context.ts";

interface FormProps {
  readonly context: CardContext;
  /** Shows the elements of the form, given what they share. */
  readonly render: (context: CardContext) => VNode[];
}

/** A form of a card: its fields are sent together by its submit button. */
export function CardFormView({ context, render }: FormProps): VNode {
  const [turn, setTurn] = useState(0);
  // Each turn begins with empty fields; the old ones are unmounted with their key.
  const form = useMemo(
    () => ({
      values: new Map<string, unknown>(),
      required: new Set<string>(),
      reset: () => setTurn((now) => now + 1),
    }),
    [turn],
  );
  return html`<div class="card-form" key=${turn}>
    ${render({ ...context, form })}
  </div>`;
}
