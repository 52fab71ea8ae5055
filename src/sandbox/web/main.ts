import { h, render } from "preact";
import { followColumns } from "./model/columns.ts";
import { followSandbox } from "./model/live-state.ts";
import { followWidth } from "./model/panels.ts";
import { applyPreferences } from "./model/preferences.ts";
import { followAddress } from "./model/selection.ts";
import { followReading } from "./model/unread.ts";
import { Page } from "./view/page.ts";

applyPreferences();
followWidth();
followColumns();
followAddress();
followReading();
followSandbox();

const root = document.getElementById("app");
if (root !== null) render(h(Page, null), root);
