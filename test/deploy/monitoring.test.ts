import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { createMetrics } from "../../src/ops/metrics.ts";

const metricNames = async (): Promise<ReadonlySet<string>> => {
  const metrics = createMetrics({
    app: () => ({ links: [], waiting: 0, oldestWaitingMs: 0, lanes: 0 }),
    timers: () => Promise.resolve(0),
    loopStalledMs: () => 0,
    storeWorks: () => Promise.resolve(true),
    sharedLimits: () => ({ kind: "alone", sinceMs: 0, instances: 3 }),
  });
  const names = (await metrics.text()).match(/^# TYPE (\S+)/gm) ?? [];
  return new Set(names.map((line) => line.slice("# TYPE ".length)));
};

const named = (expression: string): readonly string[] =>
  (expression.match(/\b(?:steward|process|nodejs)_[a-z_]+/g) ?? []).map((name) =>
    name.replace(/_bucket$/, ""),
  );

const expressionsIn = (value: unknown): readonly string[] => {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === "expr" && typeof inner === "string" ? [inner] : expressionsIn(inner),
  );
};

test.each([
  ["the alert rules", "deploy/prometheus-alerts.yaml"],
  ["the dashboard", "deploy/grafana-dashboard.json"],
])("%s ask only for metrics that exist", async (_what, file) => {
  const known = await metricNames();
  const asked = expressionsIn(parse(readFileSync(file, "utf8"))).flatMap(named);

  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((name) => !known.has(name))).toEqual([]);
});
