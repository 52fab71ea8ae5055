import {
  type BotStanding,
  type CheckFacts,
  type Finding,
  type FindingState,
  features,
  selfTestSteps,
} from "../core/doctor/findings.ts";

const atMs = Date.UTC(2026, 2, 5, 10, 0);
const where = "https://open.feishu.cn/app/cli_x";

type Samples = {
  readonly [Name in keyof CheckFacts]: readonly (readonly [FindingState, CheckFacts[Name]])[];
};

const standings: Readonly<Record<BotStanding, FindingState>> = {
  enabled: "ok",
  "to-install": "failed",
  disabled: "failed",
  pending: "failed",
  unlicensed: "failed",
  unknown: "unknown",
};

const samples: Samples = {
  reachable: [
    ["ok", { host: "open.feishu.cn", ms: 120 }],
    ["failed", { host: "open.feishu.cn", problem: "platform-down" }],
    ["failed", { host: "open.feishu.cn", problem: "timeout" }],
  ],
  credentials: [
    ["ok", { where }],
    ["failed", { where, problem: "app-secret-wrong" }],
    ["unknown", { where, problem: "platform-down" }],
  ],
  bot: (Object.keys(standings) as BotStanding[]).map((standing) => [
    standings[standing],
    { where, standing, name: "Steward" },
  ]),
  scopes: [
    ["ok", { where, missing: [] }],
    ["failed", { where, missing: features.map((costs) => ({ scope: "im:message", costs })) }],
    ["warning", { where, missing: [{ scope: "im:chat.members:read", costs: "know-names" }] }],
    ["unknown", { where, missing: [], problem: "scope-missing" }],
  ],
  link: [
    ["ok", { state: "up", reconnects: 0 }],
    ["failed", { state: "down", reconnects: 1 }],
    ["unknown", { state: "starting", reconnects: 0 }],
  ],
  events: [
    ["ok", { where, lastAtMs: atMs }],
    ["unknown", { where }],
    ["unknown", { where, path: "/webhook/feishu" }],
  ],
  clicks: [
    ["ok", { where, lastAtMs: atMs }],
    ["unknown", { where }],
  ],
  role: [
    ["ok", { role: "owner", recallOthers: "yes", pin: "yes" }],
    ["ok", { role: "admin", recallOthers: "yes", pin: "yes" }],
    ["warning", { role: "member", recallOthers: "no", pin: "if-open-to-all" }],
    ["unknown", { role: "unknown", recallOthers: "unknown", pin: "if-open-to-all" }],
    [
      "failed",
      {
        role: "unknown",
        recallOthers: "unknown",
        pin: "if-open-to-all",
        problem: "bot-not-in-chat",
      },
    ],
  ],
  group: [
    ["ok", { external: false, topics: false }],
    ["warning", { external: true, topics: false }],
    ["ok", { external: false, topics: true }],
    ["warning", { external: true, topics: true }],
    ["unknown", { external: false, topics: false, problem: "platform-down" }],
  ],
  clock: [
    ["ok", { aheadMs: 12 }],
    ["warning", { aheadMs: 42_000 }],
    ["warning", { aheadMs: -42_000 }],
    ["unknown", {}],
  ],
  store: [
    ["ok", {}],
    ["failed", { trouble: "full" }],
    ["ok", { trouble: "in-use" }],
    ["failed", { trouble: "other" }],
  ],
  limits: [
    ["ok", { kind: "shared", instances: 1 }],
    ["ok", { kind: "shared", instances: 3 }],
    ["warning", { kind: "alone", instances: 3 }],
  ],
  config: [
    ["ok", { problems: [] }],
    ["warning", { problems: ["line 3: feedback is quiet or full"] }],
  ],
  "self-test": [
    ["ok", { steps: selfTestSteps.map((step) => ({ step, ms: 120 })) }],
    [
      "failed",
      {
        steps: [
          { step: "post", ms: 120 },
          { step: "pin", ms: 90, problem: "pin-for-admins-only" },
        ],
      },
    ],
  ],
};

/** A finding of every kind. */
export const sampleFindings: readonly Finding[] = (
  Object.keys(samples) as (keyof CheckFacts)[]
).flatMap((check) => samples[check].map(([state, facts]) => ({ check, state, facts }) as Finding));
