import { defineConfig } from "vitest/config";

/** Several real processes on PostgreSQL and Redis, killed at random: minutes, so it runs apart from the fast suites. */
export default defineConfig({
  test: {
    include: ["test/cluster/**/*.test.ts"],
    fileParallelism: false,
    env: { TZ: "UTC" },
  },
});
