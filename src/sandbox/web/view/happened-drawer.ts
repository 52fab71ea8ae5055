import { html } from "htm/preact";
import { h, type VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { CallState, SandboxPlatform } from "../../state.ts";
import { succeeded } from "../model/call-name.ts";
import { callKey, calls, platforms } from "../model/live-state.ts";
import { drawerOpen } from "../model/panels.ts";
import { translate } from "../model/translate.ts";
import { CallRow } from "./call-row.ts";
import { iconButton } from "./icon-button.ts";
import { platformName } from "./platform-badge.ts";

type Outcome = "all" | "succeeded" | "failed";

const outcomes: readonly Outcome[] = ["all", "succeeded", "failed"];
const shownAtMost = 200;

/** What the bot asked of the platform and what the platform said, newest first. */
export function HappenedDrawer(): VNode | null {
  const [filter, setFilter] = useState("");
  const [outcome, setOutcome] = useState<Outcome>("all");
  const [platform, setPlatform] = useState<SandboxPlatform | "all">("all");
  const open = drawerOpen.value;
  const all = open ? calls.value : [];
  const shown = useMemo(
    () =>
      all
        .filter((call) => platform === "all" || call.platform === platform)
        .filter((call) => matches(call, filter, outcome))
        .slice(-shownAtMost)
        .reverse(),
    [all, filter, outcome, platform],
  );
  if (!open) return null;
  const failures = all.filter((call) => !succeeded(call)).length;

  return html`<section class="drawer" data-testid="drawer" aria-label=${translate("happened")}>
    <header class="drawer-header">
      <h2>${translate("happened")}</h2>
      <div class="drawer-outcomes" role="group">
        ${outcomes.map(
          (one) => html`<button
            key=${one}
            type="button"
            aria-pressed=${one === outcome}
            data-testid=${`calls-${one}`}
            onClick=${() => setOutcome(one)}
          >
            ${translate(one)}${one === "failed" && failures > 0 && html`<em>${failures}</em>`}
          </button>`,
        )}
      </div>
      ${
        platforms.value.length > 1 &&
        html`<div class="drawer-outcomes" role="group" aria-label=${translate("platform")}>
          ${(["all", ...platforms.value] as const).map(
            (one) => html`<button
              key=${one}
              type="button"
              aria-pressed=${one === platform}
              data-testid=${`calls-of-${one}`}
              onClick=${() => setPlatform(one)}
            >
              ${one === "all" ? translate("allPlatforms") : platformName(one)}
            </button>`,
          )}
        </div>`
      }
      <input
        type="search"
        class="drawer-filter"
        data-testid="calls-filter"
        placeholder=${translate("filterCalls")}
        aria-label=${translate("filterCalls")}
        value=${filter}
        onInput=${(event: Event) => {
          if (event.currentTarget instanceof HTMLInputElement) setFilter(event.currentTarget.value);
        }}
      />
      ${iconButton({
        name: "close",
        label: translate("close"),
        testId: "drawer-close",
        onClick: () => {
          drawerOpen.value = false;
        },
      })}
    </header>
    <div class="drawer-scroll">
      ${
        shown.length === 0
          ? html`<p class="panel-empty">${translate(all.length === 0 ? "noCalls" : "noCallsMatch")}</p>`
          : html`<ol class="calls">
              ${shown.map((call) => h(CallRow, { key: callKey(call), call }))}
            </ol>`
      }
    </div>
  </section>`;
}

function matches(call: CallState, filter: string, outcome: Outcome): boolean {
  if (outcome !== "all" && succeeded(call) !== (outcome === "succeeded")) return false;
  if (filter === "") return true;
  const text = `${call.method} ${call.path} ${call.code} ${JSON.stringify([call.request, call.response])}`;
  return text.toLowerCase().includes(filter.toLowerCase());
}
