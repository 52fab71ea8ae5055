import { defineConfig } from "vitest/config";

/** The kill test: minutes of a real process being killed, so it runs apart from the fast suites. */
export default defineConfig({
  test: {
    include: ["test/kill/**/*.test.ts"],
    env: { TZ: "UTC" },
  },
});
