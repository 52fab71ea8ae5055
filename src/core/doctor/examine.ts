import type { ChatId } from "../ids.ts";
import type { SharedWindowsState } from "../limits/shared-windows.ts";
import type { CallOptions, ChatFacts, Platform } from "../platform.ts";
import type { Result } from "../result.ts";
import type { CheckFacts, Finding, FindingOf, FindingState } from "./findings.ts";

type Examined = Pick<Platform, "capabilities" | "link" | "ports" | "diagnose">;

const link = (platform: Examined): FindingOf<"link"> => {
  const { state, reconnects } = platform.link();
  const verdict: FindingState = state === "up" ? "ok" : state === "down" ? "failed" : "unknown";
  return { check: "link", state: verdict, facts: { state, reconnects } };
};

const isSenior = (role: ChatFacts["botRole"]): boolean => role === "owner" || role === "admin";

const recallOthers = (
  platform: Examined,
  role: ChatFacts["botRole"],
): CheckFacts["role"]["recallOthers"] => {
  const { others } = platform.capabilities.recall;
  if (others === "always" || isSenior(role)) return "yes";
  return others === "unconfirmed" || role === "unknown" ? "unknown" : "no";
};

/** What the bot may do by its own place in the group. Source: Feishu docs im-v1/message/delete, pin/create. */
const role = (platform: Examined, chat: Result<ChatFacts>): FindingOf<"role"> => {
  if (!chat.ok) {
    const facts = { role: "unknown", recallOthers: "unknown", pin: "if-open-to-all" } as const;
    return {
      check: "role",
      state: chat.problem.reason === "bot-not-in-chat" ? "failed" : "unknown",
      facts: { ...facts, problem: chat.problem.reason },
    };
  }
  const { botRole } = chat.value;
  const may = recallOthers(platform, botRole);
  return {
    check: "role",
    state: may === "yes" ? "ok" : may === "no" ? "warning" : "unknown",
    facts: {
      role: botRole,
      recallOthers: may,
      pin: isSenior(botRole) ? "yes" : "if-open-to-all",
    },
  };
};

const group = (chat: Result<ChatFacts>): FindingOf<"group"> => {
  if (!chat.ok) {
    const facts = { external: false, topics: false, problem: chat.problem.reason };
    return { check: "group", state: "unknown", facts };
  }
  const { external, topics } = chat.value;
  return { check: "group", state: external ? "warning" : "ok", facts: { external, topics } };
};

/** What keeps the store from being written, by the name that its errors carry. */
export const storeTrouble = (error: unknown): NonNullable<CheckFacts["store"]["trouble"]> => {
  const failure = error instanceof Error && "failure" in error ? error.failure : undefined;
  return failure === "full" || failure === "in-use" ? failure : "other";
};

const store = (probe: () => Promise<void>): Promise<FindingOf<"store">> =>
  probe().then(
    () => ({ check: "store", state: "ok", facts: {} }),
    (error: unknown) => ({
      check: "store",
      state: "failed",
      facts: { trouble: storeTrouble(error) },
    }),
  );

const limits = ({ kind, instances }: SharedWindowsState): FindingOf<"limits"> => ({
  check: "limits",
  state: kind === "shared" ? "ok" : "warning",
  facts: { kind, instances },
});

/**
 * Looks at everything that the bot needs: what the platform says of the app, its place in the chat, the store and
 * the configuration. Nothing is changed, and whatever cannot be found out is a finding too.
 */
export const examine = async (request: {
  readonly platform: Examined;
  /** Without it nothing is said of a group. */
  readonly chat?: ChatId;
  /** Resolves when the store can be written. */
  readonly probe?: () => Promise<void>;
  /** What is wrong with the last edit of the configuration file; empty when nothing is. */
  readonly configProblems?: readonly string[];
  /** Where limits are to be shared with other processes: whether they are. */
  readonly sharedLimits?: SharedWindowsState | undefined;
  readonly options: CallOptions;
}): Promise<readonly Finding[]> => {
  const { platform, chat, probe, configProblems, sharedLimits, options } = request;
  const [diagnosis, facts, stored] = await Promise.all([
    platform.diagnose?.(options) ?? [],
    chat === undefined ? undefined : platform.ports.chat(chat, options),
    probe === undefined ? undefined : store(probe),
  ]);
  return [
    ...diagnosis,
    link(platform),
    ...(facts === undefined ? [] : [role(platform, facts), group(facts)]),
    ...(stored === undefined ? [] : [stored]),
    ...(sharedLimits === undefined ? [] : [limits(sharedLimits)]),
    ...(configProblems === undefined
      ? []
      : [
          {
            check: "config",
            state: configProblems.length === 0 ? "ok" : "warning",
            facts: { problems: configProblems },
          } as const,
        ]),
  ];
};
