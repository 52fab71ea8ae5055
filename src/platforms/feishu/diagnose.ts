import type { Clock } from "../../core/clock.ts";
import type { BotStanding, Finding, FindingOf } from "../../core/doctor/findings.ts";
import { isJsonObject, listOf, stringOf } from "../../core/json.ts";
import type { CallOptions } from "../../core/platform.ts";
import type { Problem, ProblemReason } from "../../core/problem.ts";
import type { Result } from "../../core/result.ts";
import type { Answer, FeishuClient } from "./client.ts";
import { consoleUrl } from "./console-url.ts";
import { baseUrlOf, type FeishuDomain } from "./domain.ts";
import { scopeNeeds } from "./needs.ts";

export interface DiagnosisParts {
  readonly client: FeishuClient;
  readonly appId: string;
  readonly domain: FeishuDomain;
  /** The clock that dates things, which is compared with the platform's. */
  readonly clock: Clock;
  /** Where events arrive if the platform calls us. */
  readonly path?: string | undefined;
  /** When the last message and the last click came, since the bot was started. */
  readonly heard: () => { readonly messageAtMs?: number; readonly clickAtMs?: number };
}

/** The app itself is at fault, so the platform does answer. */
const credentialReasons: ReadonlySet<ProblemReason> = new Set([
  "app-unknown",
  "app-disabled",
  "app-secret-wrong",
  "token-rejected",
  "ip-not-allowed",
]);
const silenceReasons: ReadonlySet<ProblemReason> = new Set([
  "timeout",
  "platform-down",
  "cancelled",
]);

/** `activate_status`. Source: Feishu docs, bot/v3/info. */
const standings = new Map<unknown, BotStanding>([
  [0, "to-install"],
  [1, "disabled"],
  [2, "enabled"],
  [3, "pending"],
  [4, "pending"],
  [5, "unlicensed"],
  [6, "unlicensed"],
]);

/** Beyond this, times that people are told are noticeably wrong. */
const noticeableMs = 30_000;
/** Beyond this, commands may seem too old to be run. */
const harmfulMs = 5 * 60_000;

/** The date of an answer names the second, so on average it was half a second later. */
const dateBlurMs = 500;

const withProblem = (problem: Problem | undefined) =>
  problem === undefined ? {} : { problem: problem.reason };

const grantedScopes = (answer: Answer): ReadonlySet<string> =>
  new Set(
    listOf(answer.data.scopes).flatMap((scope) => {
      if (!isJsonObject(scope) || scope.grant_status !== 1) return [];
      const name = stringOf(scope.scope_name);
      return name === undefined ? [] : [name];
    }),
  );

/**
 * Looks at one Feishu app's set-up: whether it answers, with which standing and scopes, whether events and clicks
 * arrive, and whether the clocks agree. Source: Feishu docs bot/v3/info, application-v6/scope/list.
 */
export const createDiagnosis = (parts: DiagnosisParts) => {
  const { client, clock } = parts;
  const where = (
    ...page: Parameters<typeof consoleUrl> extends [unknown, ...infer Rest] ? Rest : never
  ) => consoleUrl(parts, ...page);

  const asked = async (api: "bot.info" | "scope.list", path: string, { signal }: CallOptions) => {
    const beganMs = clock.now();
    const answered = await client.call({ api, path, signal, repeatable: true });
    return { answered, beganMs, endedMs: clock.now() };
  };

  const access = (info: Awaited<ReturnType<typeof asked>>): readonly Finding[] => {
    const { answered, beganMs, endedMs } = info;
    const problem = answered.ok ? undefined : answered.problem;
    const silent = problem !== undefined && silenceReasons.has(problem.reason);
    const refused = problem !== undefined && credentialReasons.has(problem.reason);
    return [
      {
        check: "reachable",
        state: silent ? "failed" : "ok",
        facts: {
          host: new URL(baseUrlOf(parts.domain)).host,
          ...(silent ? withProblem(problem) : { ms: Math.max(0, Math.round(endedMs - beganMs)) }),
        },
      },
      {
        check: "credentials",
        state: silent ? "unknown" : refused ? "failed" : "ok",
        facts: { where: where("baseinfo"), ...(refused ? withProblem(problem) : {}) },
      },
    ];
  };

  const bot = (answered: Result<Answer>): FindingOf<"bot"> => {
    const page = where("bot");
    if (!answered.ok) {
      const off = answered.problem.reason === "bot-ability-off";
      const state = off ? "failed" : "unknown";
      return {
        check: "bot",
        state,
        facts: { where: page, standing: off ? "disabled" : "unknown" },
      };
    }
    // Unlike everywhere else, beside `data`.
    const info = isJsonObject(answered.value.body.bot) ? answered.value.body.bot : {};
    const standing = standings.get(info.activate_status) ?? "unknown";
    const name = stringOf(info.app_name);
    return {
      check: "bot",
      state: standing === "enabled" ? "ok" : standing === "unknown" ? "unknown" : "failed",
      facts: { where: page, standing, ...(name === undefined ? {} : { name }) },
    };
  };

  const scopes = (answered: Result<Answer>): FindingOf<"scopes"> => {
    if (!answered.ok) {
      const facts = { where: where("auth"), missing: [], ...withProblem(answered.problem) };
      return { check: "scopes", state: "unknown", facts };
    }
    const granted = grantedScopes(answered.value);
    const missing = scopeNeeds.filter(({ any }) => !any.some((scope) => granted.has(scope)));
    const grave = missing.some(({ essential }) => essential);
    return {
      check: "scopes",
      state: missing.length === 0 ? "ok" : grave ? "failed" : "warning",
      facts: {
        where: where(
          "auth",
          missing.map(({ scope }) => scope),
        ),
        missing: missing.map(({ scope, costs }) => ({ scope, costs })),
      },
    };
  };

  const clocks = ({ answered, beganMs, endedMs }: Awaited<ReturnType<typeof asked>>): Finding => {
    const theirsMs = answered.ok ? answered.value.answeredAtMs : undefined;
    if (theirsMs === undefined) return { check: "clock", state: "unknown", facts: {} };
    const aheadMs = Math.round((beganMs + endedMs) / 2 - (theirsMs + dateBlurMs));
    const offMs = Math.abs(aheadMs);
    const state = offMs < noticeableMs ? "ok" : offMs < harmfulMs ? "warning" : "failed";
    return { check: "clock", state, facts: { aheadMs } };
  };

  const heard = (atMs: number | undefined) => ({
    state: atMs === undefined ? ("unknown" as const) : ("ok" as const),
    facts: { where: where("event"), ...(atMs === undefined ? {} : { lastAtMs: atMs }) },
  });

  const events = (atMs: number | undefined): FindingOf<"events"> => {
    const { state, facts } = heard(atMs);
    const { path } = parts;
    return { check: "events", state, facts: { ...facts, ...(path === undefined ? {} : { path }) } };
  };

  return async (options: CallOptions): Promise<readonly Finding[]> => {
    const [info, granted] = await Promise.all([
      asked("bot.info", "/open-apis/bot/v3/info", options),
      asked("scope.list", "/open-apis/application/v6/scopes", options),
    ]);
    const { messageAtMs, clickAtMs } = parts.heard();
    const reached = access(info);
    // All else would be unknown, and for no other reason.
    if (reached.some(({ state }) => state !== "ok")) return reached;
    return [
      ...reached,
      bot(info.answered),
      scopes(granted.answered),
      events(messageAtMs),
      { check: "clicks", ...heard(clickAtMs) },
      clocks(info),
    ];
  };
};
