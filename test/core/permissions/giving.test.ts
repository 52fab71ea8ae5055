import fc from "fast-check";
import { expect, test } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import type { ChatId, UserId } from "../../../src/core/ids.ts";
import { beyondGiver } from "../../../src/core/permissions/giving.ts";
import { decide, type Question } from "../../../src/core/permissions/permissions.ts";
import { effectivePolicy, type PolicyLayer } from "../../../src/core/permissions/policy.ts";
import { roles } from "../../../src/core/permissions/roles.ts";
import type { Grant } from "../../../src/core/store.ts";

const user = (name: string): UserId => `ou_${name}` as UserId;
const [owner, admin, giver, receiver, other] = ["owner", "admin", "giver", "receiver", "other"].map(
  user,
) as [UserId, UserId, UserId, UserId, UserId];
const nowMs = 1_000_000;

const grant = (to: UserId, what: string, dueAtMs: number | undefined): Grant => ({
  platform: "memory",
  account: "test",
  chat: "oc_1" as ChatId,
  user: to,
  what,
  atMs: 0,
  ...(dueAtMs === undefined ? {} : { dueAtMs }),
});

const end = fc.constantFrom(undefined, nowMs + 1_000, nowMs + 2_000, nowMs + 3_000);
const anyPolicy = fc.record(
  {
    enabled: fc.boolean(),
    role: fc.constantFrom(...roles),
    allow: fc.subarray([giver, admin]),
    deny: fc.subarray([giver, admin]),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<PolicyLayer["policy"]>;

test("nobody gives what they lack: whoever was given a right does nothing that the giver may not", () => {
  const given = fc.record({
    command: fc.constantFrom(...commands.filter(({ internal }) => !internal)),
    by: fc.constantFrom(owner, admin, giver),
    author: fc.constantFrom(owner, admin, other),
    theirs: fc.array(fc.tuple(fc.constantFrom("moderator", "recall", "pin"), end), {
      maxLength: 3,
    }),
    file: anyPolicy,
    chat: anyPolicy,
    equals: fc.constantFrom("allow" as const, "deny" as const),
    due: end,
    atMs: fc.integer({ min: nowMs, max: nowMs + 4_000 }),
  });

  fc.assert(
    fc.property(given, ({ command, by, author, theirs, file, chat, equals, due, atMs }) => {
      const held = theirs.map(([what, ends]) => grant(giver, what, ends));
      const question = (sender: UserId, more: Partial<Question> = {}): Question => ({
        command,
        policy: effectivePolicy(command, [
          { from: "file", policy: file },
          { from: "chat", policy: chat },
        ]),
        sender,
        facts: {
          kind: "group",
          owners: [owner],
          admins: [admin],
          botRole: "admin",
          topics: false,
          external: false,
          asOfMs: nowMs,
        },
        grants: held,
        equals,
        recall: { others: "if-bot-is-admin" },
        nowMs,
        ...more,
      });
      fc.pre(beyondGiver(decide(question(by)), due) === undefined);

      const target = { author: { kind: "user", user: author } as const, gone: false, sentAtMs: 0 };
      const then = { target, nowMs: atMs, grants: [...held, grant(receiver, command.name, due)] };
      if (decide(question(receiver, then)).verdict === "allowed")
        expect(decide(question(by, then)).verdict).toBe("allowed");
    }),
    { numRuns: 2_000 },
  );
});
