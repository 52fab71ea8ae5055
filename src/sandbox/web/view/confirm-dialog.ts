import { html } from "htm/preact";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { translate } from "../model/translate.ts";

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before something is done; shown for as long as it is mounted. */
export function ConfirmDialog(props: ConfirmProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return html`<dialog
    ref=${dialog}
    class="dialog"
    data-testid="confirm-dialog"
    aria-label=${props.title || props.text}
    onCancel=${(event: Event) => {
      event.preventDefault();
      props.onCancel();
    }}
  >
    ${props.title !== "" && html`<h2>${props.title}</h2>`}
    <p>${props.text}</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${props.onCancel}>${translate("cancel")}</button>
      <button
        type="button"
        class="button"
        data-kind=${props.danger === true ? "danger" : "primary"}
        data-testid="confirm"
        onClick=${props.onConfirm}
      >
        ${translate("confirm")}
      </button>
    </div>
  </dialog>`;
}
