import { html } from "htm/preact";
import type { VNode } from "preact";
import type { SandboxPlatform } from "../../state.ts";
import { platforms } from "../model/live-state.ts";
import { translate } from "../model/translate.ts";

/** What a platform is called in the reader's language. */
export function platformName(platform: SandboxPlatform): string {
  switch (platform) {
    case "feishu":
      return translate("platformFeishu");
    case "imkit":
      return "IMKit";
    case "whatsapp":
      return "WhatsApp";
  }
}

/** The platform's name as a badge; nothing while there is only one platform to see. */
export function platformBadge(platform: SandboxPlatform): VNode | null {
  if (platforms.value.length < 2) return null;
  return html`<span class="badge platform-badge" data-platform=${platform}>${platformName(platform)}</span>`;
}

/** The platform as a dot with its first letter, for the corner of a picture; nothing while there is only one. */
export function platformDot(platform: SandboxPlatform): VNode | null {
  if (platforms.value.length < 2) return null;
  const name = platformName(platform);
  const initial = platform.slice(0, 1).toUpperCase();
  return html`<span class="platform-dot" data-platform=${platform} title=${name} role="img" aria-label=${name}
    >${initial}</span
  >`;
}
