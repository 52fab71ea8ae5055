import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page whose complaints are collected: console errors, exceptions, refusals of the content policy. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Whom to be, where: `chat_id/open_id`. */
  readonly as?: string;
}

const reportPolicyViolations = `addEventListener("securitypolicyviolation", (event) =>
  console.error("policy:", event.violatedDirective, event.blockedURI))`;

/** Opens the sandbox's page in a fresh profile and waits for its first messages. */
export async function visit(
  browser: Browser,
  url: string,
  options: VisitOptions = {},
): Promise<WatchedPage> {
  const { as, ...contextOptions } = options;
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1440, height: 900 },
    ...contextOptions,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript({ content: reportPolicyViolations });
  await page.goto(`${url}/${as === undefined ? "" : `#/${as}`}`);
  await page.getByRole("log").waitFor();
  return { page, complaints, close: async () => await context.close() };
}
