import { signal } from "@preact/signals";

const wide = matchMedia("(min-width: 1120px)");

/** The panel beside the chat: pins, members, settings. Open from the start where there is room. */
export const sidePanelOpen = signal(wide.matches);

/** The drawer with the bot's API calls. */
export const drawerOpen = signal(false);

/** Closes the panel when the window becomes too narrow to show it beside the chat. */
export function followWidth(): void {
  wide.addEventListener("change", (event) => {
    sidePanelOpen.value = event.matches;
  });
}
