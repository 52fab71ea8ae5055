import { html } from "htm/preact";
import { h, type VNode } from "preact";
import { useState } from "preact/hooks";
import { asObject, asText, type JsonObject } from "../model/json-view.ts";
import { safeLink } from "../model/safe-link.ts";
import { showToast } from "../model/toasts.ts";
import { translate } from "../model/translate.ts";
import { ConfirmDialog } from "../view/confirm-dialog.ts";
import { behaviourOf, type CardContext, fieldName, textOf } from "./card-context.ts";
import { press } from "./press.ts";

interface ButtonProps {
  readonly element: JsonObject;
  readonly context: CardContext;
}

/** A button of a card: tells the app, opens a link, or sends or clears its form. */
export function CardButton({ element, context }: ButtonProps): VNode {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const confirm = asObject(element.confirm);
  const behaviour = behaviourOf(element);
  const formAction = formActionOf(element);
  const label = textOf(element.text);
  const href = safeLink(behaviour.url);

  async function run(): Promise<void> {
    setAsking(false);
    if (formAction === "reset") {
      context.form?.reset();
      return;
    }
    if (href !== null) window.open(href, "_blank", "noopener,noreferrer");
    if (!behaviour.sendsCallback && formAction !== "submit") return;
    const form = formAction === "submit" ? context.form : null;
    if (form !== null && !isComplete(form)) {
      showToast("warning", translate("fillIn"));
      return;
    }
    setBusy(true);
    await press({
      message_id: context.messageId,
      tag: "button",
      value: behaviour.callbackValue,
      ...(fieldName(element) === "" ? {} : { name: fieldName(element) }),
      ...(form === null ? {} : { form_value: Object.fromEntries(form.values) }),
    });
    setBusy(false);
  }

  const asks = Object.keys(confirm).length > 0;
  return html`<button
      type="button"
      class="card-button"
      data-type=${asText(element.type) || "default"}
      data-size=${asText(element.size) || "medium"}
      data-width=${asText(element.width) || "default"}
      data-busy=${busy}
      disabled=${element.disabled === true || busy}
      onClick=${() => (asks ? setAsking(true) : void run())}
    >
      ${label || translate("submit")}
    </button>
    ${
      asking &&
      h(ConfirmDialog, {
        title: textOf(confirm.title),
        text: textOf(confirm.text),
        onConfirm: () => void run(),
        onCancel: () => setAsking(false),
      })
    }`;
}

function formActionOf(element: JsonObject): "submit" | "reset" | null {
  const action = asText(element.form_action_type) || asText(element.action_type);
  if (action === "submit" || action === "form_submit") return "submit";
  return action === "reset" || action === "form_reset" ? "reset" : null;
}

function isComplete(form: { values: Map<string, unknown>; required: Set<string> }): boolean {
  return [...form.required].every((name) => asText(form.values.get(name)).trim() !== "");
}
