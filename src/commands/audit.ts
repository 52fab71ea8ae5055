import { say } from "../core/answers/sentences.ts";
import { defineCommand, type Outcome, type Parsed } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Argument } from "../core/invocation.ts";
import { readDuration } from "../core/text/duration.ts";
import { shortened } from "../core/text/shortened.ts";
import { normal } from "../core/text/typed.ts";
import { shownCase } from "./case-line.ts";

interface AuditArguments {
  readonly count: number;
  readonly actor?: UserId;
  readonly sinceMs?: number;
}

const usualCount = 10;
const mostCount = 50;

/** A count, a member and a time span, in any order; of each, the last one counts. */
export const parseAudit = (args: readonly Argument[]): Parsed<AuditArguments> => {
  let read: AuditArguments = { count: usualCount };
  for (const argument of args) {
    if (argument.kind === "member") {
      read = { ...read, actor: argument.user };
      continue;
    }
    const text = argument.kind === "word" ? argument.text : "@all";
    const span = readDuration(text);
    const count = Number(/^\d{1,4}$/.exec(normal(text))?.[0] ?? 0);
    if (count > 0) {
      read = { ...read, count: Math.min(count, mostCount) };
    } else if (span.kind === "duration") {
      read = { ...read, sinceMs: span.ms };
    } else {
      return { ok: false, sentence: say("audit.invalid", { typed: shortened(text, 32) }) };
    }
  }
  return { ok: true, args: read };
};

export const audit = defineCommand({
  name: "audit",
  aliases: ["审计"],
  role: "moderator",
  target: "none",
  summary: "help.audit",
  needs: ["listCases", "nameOf"],
  parse: parseAudit,
  run: async ({ args, powers, nowMs }): Promise<Outcome> => {
    const found = await powers.listCases({
      limit: args.count,
      ...(args.actor === undefined ? {} : { actor: args.actor }),
      ...(args.sinceMs === undefined ? {} : { sinceMs: nowMs - args.sinceMs }),
    });
    if (found.length === 0) return { kind: "told", sentence: say("audit.none") };
    const items = await Promise.all(found.map((entry) => shownCase(powers, entry)));
    return { kind: "told", sentence: say("audit.list", { items }) };
  },
});
