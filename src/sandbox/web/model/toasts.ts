import { signal } from "@preact/signals";

export type ToastKind = "info" | "success" | "warning" | "error";

export interface Toast {
  readonly id: number;
  readonly kind: ToastKind;
  readonly text: string;
}

const shownMs = 4_000;
const atMost = 3;

/** What is shown at the top for a moment. */
export const toasts = signal<readonly Toast[]>([]);

let lastId = 0;

/** Shows a short note for a few seconds. */
export function showToast(kind: ToastKind, text: string): void {
  lastId += 1;
  const toast: Toast = { id: lastId, kind, text };
  toasts.value = [...toasts.value.slice(1 - atMost), toast];
  setTimeout(() => {
    toasts.value = toasts.value.filter(({ id }) => id !== toast.id);
  }, shownMs);
}

/** The platform's kinds of toast; anything else counts as information. */
export function toastKind(text: string): ToastKind {
  return text === "success" || text === "warning" || text === "error" ? text : "info";
}
