import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const candidates = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where Chromium is installed here; `null` when it is not. */
export const chromiumPath: string | null =
  candidates.find((path): path is string => path !== undefined && existsSync(path)) ?? null;

const missing =
  "no Chromium found: install it (Debian: apt install chromium) or set CHROMIUM_PATH to its executable";

if (chromiumPath === null) {
  // On CI a silent skip would hide a broken page.
  if (process.env.CI === "true") throw new Error(missing);
  process.stderr.write(`The tests of the sandbox page are skipped: ${missing}\n`);
}

/** Starts a headless Chromium that talks to nobody by itself. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumPath === null) throw new Error(missing);
  return await chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
