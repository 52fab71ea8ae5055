import { html } from "htm/preact";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { CallState } from "../../state.ts";
import { callName, succeeded } from "../model/call-name.ts";
import { clockTimeWithSeconds } from "../model/clock-format.ts";
import { callKey } from "../model/live-state.ts";
import { translate } from "../model/translate.ts";
import { icon } from "./icon.ts";
import { platformDot } from "./platform-badge.ts";

/** One API call: what it was for, how it went; opened, what was asked and answered. */
export function CallRow({ call }: { call: CallState }): VNode {
  const [open, setOpen] = useState(false);
  return html`<li class="call" data-testid=${`call-${callKey(call)}`} data-good=${succeeded(call)}>
    <button type="button" class="call-line" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      <span class="call-mark">${icon(succeeded(call) ? "check" : "close", 12)}</span>
      <time>${clockTimeWithSeconds(Number(call.at))}</time>
      <span class="call-name">${platformDot(call.platform)}${translate(callName(call))}</span>
      <span class="call-method" data-method=${call.method}>${call.method}</span>
      <span class="call-path" title=${call.path}>${call.path.replace(/^\/open-apis/, "")}</span>
      <span class="call-code">${codeText(call)}</span>
      <span class="call-duration">${call.duration_ms < 1 ? "<1" : Math.round(call.duration_ms)} ms</span>
      ${icon("right", 12)}
    </button>
    ${
      open &&
      html`<div class="call-details">
        ${jsonBlock(translate("request"), call.request)} ${jsonBlock(translate("response"), call.response)}
        ${call.log_id !== "" && html`<p class="call-log-id">log_id ${call.log_id}</p>`}
      </div>`
    }
  </li>`;
}

/** Only Feishu has codes of its own beside the status. */
function codeText(call: CallState): string {
  const status = call.status === 0 ? "–" : String(call.status);
  return call.platform === "feishu" ? `${status} · ${call.code}` : status;
}

function jsonBlock(title: string, value: unknown): VNode {
  const nothing = value === undefined || value === null || value === "";
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return html`<div class="json">
    <h4>${title}</h4>
    <pre tabindex="0">${nothing ? translate("empty") : text}</pre>
  </div>`;
}
