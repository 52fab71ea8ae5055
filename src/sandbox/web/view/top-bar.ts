import { html } from "htm/preact";
import { h, type VNode } from "preact";
import { succeeded } from "../model/call-name.ts";
import { columnsPossible, columnsShown, toggleColumns } from "../model/columns.ts";
import { app, calls, platforms } from "../model/live-state.ts";
import { drawerOpen } from "../model/panels.ts";
import { language, theme, toggleLanguage, toggleTheme } from "../model/preferences.ts";
import { chat } from "../model/selection.ts";
import { translate } from "../model/translate.ts";
import { icon } from "./icon.ts";
import { iconButton } from "./icon-button.ts";
import { IdentitySwitch } from "./identity-switch.ts";

/** The bar at the top: what this is, who the reader is, how the page looks. */
export function TopBar(): VNode {
  const place = chat.value;
  const online = app.value.connections > 0;
  return html`<header class="top-bar">
    <div class="brand">
      <img src="/sandbox/web/icon.svg" alt="" width="28" height="28" />
      <span class="brand-name">${translate("product")}</span>
      <span class="brand-place">${translate(platforms.value.length > 1 ? "sandboxOfAll" : "sandbox")}</span>
      <span class="bot-link" data-online=${online} data-testid="bot-link">
        <i></i><span>${translate(online ? "botOnline" : "botOffline")}</span>
      </span>
    </div>
    ${place === null || columnsShown.value ? html`<span></span>` : h(IdentitySwitch, { place })}
    <div class="top-actions">
      ${
        columnsPossible.value &&
        iconButton({
          name: "columns",
          label: translate(columnsShown.value ? "showOne" : "showColumns"),
          testId: "columns-toggle",
          pressed: columnsShown.value,
          onClick: toggleColumns,
        })
      }
      ${h(DrawerToggle, null)}
      <button
        type="button"
        class="icon-button language-toggle"
        data-testid="language-toggle"
        title=${translate("switchLanguage")}
        aria-label=${translate("switchLanguage")}
        onClick=${toggleLanguage}
      >
        ${language.value === "zh" ? "中" : "En"}
      </button>
      ${iconButton({
        name: theme.value === "dark" ? "sun" : "moon",
        label: translate(theme.value === "dark" ? "themeToLight" : "themeToDark"),
        testId: "theme-toggle",
        onClick: toggleTheme,
      })}
    </div>
  </header>`;
}

function DrawerToggle(): VNode {
  const open = drawerOpen.value;
  const newest = calls.value.at(-1);
  const tone = newest === undefined ? "none" : succeeded(newest) ? "good" : "bad";
  return html`<button
    type="button"
    class="drawer-toggle"
    data-testid="drawer-toggle"
    aria-expanded=${open}
    aria-label=${translate("happened")}
    title=${translate("happenedHint")}
    onClick=${() => {
      drawerOpen.value = !open;
    }}
  >
    ${icon("activity", 18)}<span>${translate("happened")}</span><i data-tone=${tone}></i>
  </button>`;
}
