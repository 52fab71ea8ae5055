import { commands } from "../../src/commands/index.ts";
import type { Command } from "../../src/core/command.ts";
import type { UserId } from "../../src/core/ids.ts";
import { decide } from "../../src/core/permissions/permissions.ts";
import { interleave, median, timed } from "../measure.ts";
import type { Row } from "../row.ts";

const user = (index: number): UserId => `ou_${index}` as UserId;

const facts = {
  kind: "group",
  owners: [user(0)],
  admins: Array.from({ length: 10 }, (_, index) => user(index + 1)),
  botRole: "admin",
  topics: false,
  external: false,
  asOfMs: 0,
} as const;

/** Everything that is known when one use of one command is judged, with nothing configured. */
const questionOf = (command: Command, sender: UserId | undefined) => {
  const from = "built-in" as const;
  const policy = {
    enabled: true,
    role: command.role,
    allow: [],
    deny: [],
    cooldownMs: 0,
    from: { enabled: from, role: from, allow: from, deny: from, cooldownMs: from },
  };
  return {
    command,
    policy,
    sender,
    facts,
    grants: [],
    equals: "allow" as const,
    recall: { others: "if-bot-is-admin" as const },
    nowMs: 1,
  };
};

/** How fast it is decided who may. */
export const decideRow: Row = {
  name: "decide",
  about:
    "the decision function: every command by owner, admins, members and strangers without an id",
  run: async ({ rounds, smoke }) => {
    const count = smoke ? 50_000 : 1_000_000;
    const senders = [...Array.from({ length: 20 }, (_, index) => user(index)), undefined];
    const questions = commands.flatMap((command) =>
      senders.map((sender) => questionOf(command, sender)),
    );
    let allowed = 0;
    const once = async (): Promise<number> => {
      const ms = await timed(() => {
        for (let index = 0; index < count; index += 1) {
          const question = questions[index % questions.length];
          if (question && decide(question).verdict === "allowed") allowed += 1;
        }
      });
      return (count / ms) * 1000;
    };
    await interleave(1, { once });
    const rates = await interleave(rounds, { once });
    return {
      figures: [{ measure: "decisions", unit: "/s", steward: median(rates.once) }],
      broken: allowed > 0 ? [] : ["nobody was ever allowed anything"],
    };
  },
};
