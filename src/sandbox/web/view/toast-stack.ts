import { html } from "htm/preact";
import type { VNode } from "preact";
import { toasts } from "../model/toasts.ts";
import { type IconName, icon } from "./icon.ts";

const icons: Readonly<Record<string, IconName>> = {
  info: "info",
  success: "check",
  warning: "info",
  error: "close",
};

/** Short notes at the top, gone after a few seconds. */
export function ToastStack(): VNode {
  return html`<div class="toasts" role="status" aria-live="polite" data-testid="toasts">
    ${toasts.value.map(
      (toast) => html`<div key=${toast.id} class="toast" data-kind=${toast.kind}>
        <span class="toast-mark">${icon(icons[toast.kind] ?? "info", 13)}</span>
        <span>${toast.text}</span>
      </div>`,
    )}
  </div>`;
}
