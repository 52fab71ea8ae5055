import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { SharedWindowsState } from "../core/limits/shared-windows.ts";
import type { Observer } from "../core/observer.ts";
import type { LinkFacts } from "./health.ts";

/** What is measured at the moment of asking. */
export interface Gauges {
  app(): {
    readonly links: readonly LinkFacts[];
    /** Commands waiting or running. */
    readonly waiting: number;
    readonly oldestWaitingMs: number;
    /** Chats with work. */
    readonly lanes: number;
  };
  /** Timers set for later; its rejection leaves the last known number. */
  timers(): Promise<number>;
  loopStalledMs(): number;
  /** Whether the store can be written. */
  storeWorks(): Promise<boolean>;
  /** Where there may be several processes. */
  sharedLimits?(): SharedWindowsState;
}

export interface Metrics {
  readonly observer: Observer;
  /** The configuration was read again while running. */
  configReloaded(result: "ok" | "invalid"): void;
  readonly contentType: string;
  /** Prometheus text. */
  text(): Promise<string>;
}

const mostValues = 300;

/** Keeps a label from growing without bound, should a caller ever put an id into it. */
const bounded = (): ((value: string) => string) => {
  const seen = new Set<string>();
  return (value) => {
    const label = value.slice(0, 80);
    if (seen.has(label)) return label;
    if (seen.size >= mostValues) return "other";
    seen.add(label);
    return label;
  };
};

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const watch = (register: Registry, gauges: Gauges): void => {
  const gauge = (name: string, help: string, read: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers: [register],
      async collect() {
        try {
          this.set(await read());
        } catch {
          // The last known number stays; whatever cannot be read has its own metric or health check.
        }
      },
    });
  };
  gauge("steward_queue_depth", "Commands accepted and not over.", () => gauges.app().waiting);
  gauge(
    "steward_queue_oldest_seconds",
    "Age of the oldest command that is not over.",
    () => gauges.app().oldestWaitingMs / 1000,
  );
  gauge("steward_lanes", "Chats with commands that are not over.", () => gauges.app().lanes);
  gauge("steward_store_up", "1 while the store can be written, else 0.", async () =>
    (await gauges.storeWorks()) ? 1 : 0,
  );
  gauge("steward_timers", "Timers set for later, such as the ends of timed pins.", gauges.timers);
  gauge(
    "steward_loop_stalled_seconds",
    "Longest time for which the event loop was stuck lately.",
    () => gauges.loopStalledMs() / 1000,
  );
  if (gauges.sharedLimits !== undefined) {
    const { sharedLimits } = gauges;
    gauge(
      "steward_instances",
      "Instances alive when last heard of.",
      () => sharedLimits().instances,
    );
    gauge(
      "steward_limits_shared",
      "1 while instances share the platform's limits, 0 while each keeps to its part.",
      () => (sharedLimits().kind === "shared" ? 1 : 0),
    );
  }
  new Gauge({
    name: "steward_link_up",
    help: "1 while events can come from the platform, else 0.",
    labelNames: ["platform", "account"],
    registers: [register],
    collect() {
      this.reset();
      for (const { platform, account, link } of gauges.app().links) {
        this.set({ platform, account }, link.state === "up" ? 1 : 0);
      }
    },
  });
};

/** The process's metrics, in a registry of their own: an observer for the core, and the text for Prometheus. */
export const createMetrics = (gauges: Gauges): Metrics => {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  watch(register, gauges);

  const commands = new Counter({
    name: "steward_commands_total",
    help: "Commands that ended, by name and outcome.",
    labelNames: ["command", "outcome"],
    registers,
  });
  const commandSeconds = new Histogram({
    name: "steward_command_seconds",
    help: "Time from a command's begin to its end.",
    labelNames: ["command"],
    buckets: secondsBuckets,
    registers,
  });
  const apiCalls = new Counter({
    name: "steward_api_calls_total",
    help: "Calls to a platform, by answer code.",
    labelNames: ["platform", "api", "code"],
    registers,
  });
  const apiSeconds = new Histogram({
    name: "steward_api_seconds",
    help: "Time until a platform answered a call.",
    labelNames: ["platform", "api"],
    buckets: secondsBuckets,
    registers,
  });
  const limiterSeconds = new Histogram({
    name: "steward_limiter_wait_seconds",
    help: "Time that calls waited for one of our own limits.",
    labelNames: ["gate"],
    buckets: secondsBuckets,
    registers,
  });
  const violations = new Counter({
    name: "steward_limit_violations_total",
    help: "Calls that the platform refused as too fast although our limits let them through.",
    labelNames: ["platform", "api"],
    registers,
  });
  const deliveries = new Counter({
    name: "steward_deliveries_total",
    help: "Deliveries from a platform, by what they were.",
    labelNames: ["platform", "kind"],
    registers,
  });
  const reconnects = new Counter({
    name: "steward_link_reconnects_total",
    help: "How often the link to a platform was restored.",
    labelNames: ["platform"],
    registers,
  });
  const expiries = new Counter({
    name: "steward_pin_expiries_total",
    help: "Timed pins that came to their end, by whether they could be unpinned.",
    labelNames: ["platform", "outcome"],
    registers,
  });
  const reloads = new Counter({
    name: "steward_config_reloads_total",
    help: "Times the configuration was read again, by whether it could be used.",
    labelNames: ["result"],
    registers,
  });
  const known = {
    command: bounded(),
    outcome: bounded(),
    api: bounded(),
    code: bounded(),
    gate: bounded(),
  };

  // What an alert waits for is there with 0 before it first happens: Prometheus sees no increase in what begins with 1.
  const observer: Observer = {
    command: ({ name, outcome, ms }) => {
      const command = known.command(name);
      commands.inc({ command, outcome: known.outcome(outcome) });
      commandSeconds.observe({ command }, ms / 1000);
    },
    apiCall: ({ platform, api, code, ms }) => {
      const label = known.api(api);
      apiCalls.inc({ platform, api: label, code: known.code(code) });
      violations.inc({ platform, api: label }, 0);
      apiSeconds.observe({ platform, api: label }, ms / 1000);
    },
    limiterWait: ({ gate, ms }) => limiterSeconds.observe({ gate: known.gate(gate) }, ms / 1000),
    refusedAsTooFast: ({ platform, api }) => violations.inc({ platform, api: known.api(api) }),
    delivery: ({ platform, kind }) => deliveries.inc({ platform, kind }),
    linkReconnected: ({ platform }) => reconnects.inc({ platform }),
    pinExpired: ({ platform, outcome }) => expiries.inc({ platform, outcome }),
  };
  return {
    observer,
    configReloaded: (result) => reloads.inc({ result }),
    contentType: register.contentType,
    text: () => {
      for (const { platform } of gauges.app().links)
        expiries.inc({ platform, outcome: "gave-up" }, 0);
      return register.metrics();
    },
  };
};
