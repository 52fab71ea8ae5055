import { html } from "htm/preact";
import type { VNode } from "preact";
import { act } from "../model/control-api.ts";
import { app } from "../model/live-state.ts";
import { translate } from "../model/translate.ts";

/** What the app is allowed to do, switched as an administrator would in the developer console. */
export function ScopesPanel(): VNode {
  return html`<div class="scopes">
    <p class="panel-hint">${translate("scopesHint")}</p>
    ${app.value.scopes.map(
      (scope) => html`<label key=${scope.name} class="scope">
        <code>${scope.name}</code>
        <input
          type="checkbox"
          role="switch"
          class="switch"
          checked=${scope.granted}
          data-testid=${`scope-${scope.name}`}
          onChange=${() =>
            void act({ action: "set_scope", name: scope.name, granted: !scope.granted })}
        />
      </label>`,
    )}
  </div>`;
}
