import { expect, test } from "vitest";
import type { LinkFacts } from "../../src/ops/health.ts";
import { createMetrics, type Gauges } from "../../src/ops/metrics.ts";

const link = (account: string, state: "up" | "down"): LinkFacts => ({
  platform: "feishu",
  account,
  link: { state, sinceMs: 0, reconnects: 0 },
});

const quiet: Gauges = {
  app: () => ({ links: [], waiting: 0, oldestWaitingMs: 0, lanes: 0 }),
  timers: () => Promise.resolve(0),
  loopStalledMs: () => 0,
  storeWorks: () => Promise.resolve(true),
};

const linesOf = (text: string, name: string): readonly string[] =>
  text.split("\n").filter((line) => line.startsWith(name));

test("counts what the core tells, in seconds", async () => {
  const { observer, text } = createMetrics(quiet);

  observer.command({ name: "pin", outcome: "done", ms: 1500 });
  observer.command({ name: "pin", outcome: "denied", ms: 10 });
  observer.apiCall({ platform: "feishu", api: "pin.create", code: "0", ms: 80 });
  observer.limiterWait({ gate: "message", ms: 200 });
  observer.refusedAsTooFast({ platform: "feishu", api: "pin.create" });
  observer.delivery({ platform: "feishu", kind: "chatter" });
  observer.linkReconnected({ platform: "feishu" });

  const page = await text();
  for (const line of [
    'steward_commands_total{command="pin",outcome="done"} 1',
    'steward_commands_total{command="pin",outcome="denied"} 1',
    'steward_command_seconds_sum{command="pin"} 1.51',
    'steward_api_calls_total{platform="feishu",api="pin.create",code="0"} 1',
    'steward_api_seconds_sum{platform="feishu",api="pin.create"} 0.08',
    'steward_limiter_wait_seconds_sum{gate="message"} 0.2',
    'steward_limit_violations_total{platform="feishu",api="pin.create"} 1',
    'steward_deliveries_total{platform="feishu",kind="chatter"} 1',
    'steward_link_reconnects_total{platform="feishu"} 1',
  ]) {
    expect(page.split("\n")).toContain(line);
  }
});

test("shows what alerts wait for before it first happens, so that the first time is an increase", async () => {
  const { observer, text } = createMetrics({
    ...quiet,
    app: () => ({ ...quiet.app(), links: [link("a", "up")] }),
  });
  observer.apiCall({ platform: "feishu", api: "pin.create", code: "0", ms: 80 });

  const lines = (await text()).split("\n");
  expect(lines).toContain('steward_limit_violations_total{platform="feishu",api="pin.create"} 0');
  expect(lines).toContain('steward_pin_expiries_total{platform="feishu",outcome="gave-up"} 0');
});

test("reads gauges at the moment of asking", async () => {
  let links = [link("a", "up"), link("b", "down")];
  const { text } = createMetrics({
    app: () => ({ links, waiting: 7, oldestWaitingMs: 2500, lanes: 3 }),
    timers: () => Promise.resolve(4),
    loopStalledMs: () => 120,
    storeWorks: () => Promise.resolve(true),
  });

  const page = await text();
  links = [link("a", "down")];
  const later = await text();

  expect(page).toContain("steward_queue_depth 7\n");
  expect(page).toContain("steward_queue_oldest_seconds 2.5\n");
  expect(page).toContain("steward_lanes 3\n");
  expect(page).toContain("steward_timers 4\n");
  expect(page).toContain("steward_loop_stalled_seconds 0.12\n");
  expect(linesOf(page, "steward_link_up{")).toEqual([
    'steward_link_up{platform="feishu",account="a"} 1',
    'steward_link_up{platform="feishu",account="b"} 0',
  ]);
  expect(linesOf(later, "steward_link_up{")).toEqual([
    'steward_link_up{platform="feishu",account="a"} 0',
  ]);
});

test("a store that cannot be asked does not take the page down", async () => {
  const { text } = createMetrics({ ...quiet, timers: () => Promise.reject(new Error("closed")) });

  expect(await text()).toContain("steward_queue_depth 0");
});

test("tells of the process itself", async () => {
  expect(await createMetrics(quiet).text()).toContain("process_resident_memory_bytes");
});

test("no label grows without bound", async () => {
  const { observer, text } = createMetrics(quiet);

  for (let index = 0; index < 2000; index += 1) {
    observer.apiCall({ platform: "feishu", api: `pin.create/om_${index}`, code: "0", ms: 1 });
    observer.command({ name: `x${index}`, outcome: "done", ms: 1 });
  }

  const page = await text();
  expect(linesOf(page, "steward_api_calls_total{").length).toBeLessThanOrEqual(301);
  expect(linesOf(page, "steward_commands_total{").length).toBeLessThanOrEqual(301);
  expect(page).toContain('api="other"');
});

test("two bots in one process do not share counters", async () => {
  const first = createMetrics(quiet);
  const second = createMetrics(quiet);

  first.observer.linkReconnected({ platform: "feishu" });

  expect(linesOf(await second.text(), "steward_link_reconnects_total{")).toEqual([]);
});
