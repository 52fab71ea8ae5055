import { defineConfig } from "vitest/config";

/** The fast suites: everything but the page in Chromium (`vitest.browser.config.ts`) and the kills (`vitest.kill.config.ts`). */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/browser/**", "test/kill/**", "test/cluster/**"],
    testTimeout: 15_000,
    env: { TZ: "UTC" },
  },
});
