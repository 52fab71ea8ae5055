import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import type { ChatId, UserId } from "../../../src/core/ids.ts";
import { decide, type Question, standingOf } from "../../../src/core/permissions/permissions.ts";
import { effectivePolicy, type PolicyLayer } from "../../../src/core/permissions/policy.ts";
import { type DatedFacts, type Role, roles } from "../../../src/core/permissions/roles.ts";
import type { Actor } from "../../../src/core/platform.ts";
import type { Grant } from "../../../src/core/store.ts";

const user = (name: string): UserId => `ou_${name}` as UserId;
const owner = user("owner");
const admin = user("admin");
const moderator = user("moderator");
const member = user("member");
const people: Readonly<Record<Role, UserId>> = { owner, admin, moderator, member };
const nowMs = 1_000_000;

const facts: DatedFacts = {
  kind: "group",
  owners: [owner],
  admins: [admin],
  botRole: "admin",
  topics: false,
  external: false,
  asOfMs: nowMs,
};

const grant = (to: UserId, what: string, dueAtMs?: number): Grant => ({
  platform: "memory",
  account: "test",
  chat: "oc_1" as ChatId,
  user: to,
  what,
  atMs: 0,
  ...(dueAtMs === undefined ? {} : { dueAtMs }),
});
const standing = [grant(moderator, "moderator")];

const commandNamed = (name: string) => {
  const found = commands.find((command) => command.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
};

const by = (author: UserId): Actor => ({ kind: "user", user: author });
const written = (author?: Actor) => ({
  ...(author === undefined ? {} : { author }),
  gone: false,
  sentAtMs: nowMs,
});

const question = (
  name: string,
  more: Partial<Question> & { readonly layers?: readonly PolicyLayer[] } = {},
): Question => {
  const command = commandNamed(name);
  const { layers = [], ...rest } = more;
  return {
    command,
    policy: effectivePolicy(command, layers),
    sender: member,
    facts,
    grants: standing,
    equals: "allow",
    recall: { others: "if-bot-is-admin" },
    nowMs,
    ...rest,
  };
};

const verdict = (asked: Question): string => decide(asked).verdict;
const rank = (role: Role): number => roles.indexOf(role);

const configurable = commands.filter(({ internal }) => !internal);
const layerings: Readonly<Record<string, readonly PolicyLayer[]>> = {
  "as built in": [],
  "owner only by the file": [{ from: "file", policy: { role: "owner" } }],
  "opened by the file, closed for this chat": [
    { from: "file", policy: { role: "member" } },
    { from: "file-chat", policy: { role: "owner" } },
  ],
  "closed by the file, opened in the chat": [
    { from: "file", policy: { role: "owner" } },
    { from: "chat", policy: { role: "member" } },
  ],
  "switched off in the chat": [{ from: "chat", policy: { enabled: false } }],
};

describe.each(configurable.map(({ name }) => name))("/%s", (name) => {
  const command = commandNamed(name);
  test.each(Object.entries(layerings))("%s, for every role and every author", (_, layers) => {
    const policy = effectivePolicy(command, layers);
    for (const role of roles) {
      for (const author of roles) {
        const own = role === author;
        const may = rank(role) >= rank(policy.role);
        const above = rank(role) >= rank(author);
        const expected =
          policy.enabled &&
          (own && (command.authorMay || may) ? true : may && (!command.destructive || above));
        const asked = question(name, {
          layers,
          sender: people[role],
          target: written(by(people[author])),
        });
        expect([role, author, verdict(asked)]).toEqual([
          role,
          author,
          expected ? "allowed" : "denied",
        ]);
      }
    }
  });

  test("nobody without an id may, and everybody who may without a target may with their own", () => {
    expect(verdict(question(name, { sender: undefined }))).toBe("denied");
    for (const role of roles) {
      const asked = question(name, { sender: people[role] });
      const mine = question(name, {
        sender: people[role],
        target: written(by(people[role])),
      });
      if (verdict(asked) !== "denied") expect(verdict(mine)).toBe("allowed");
    }
  });
});

test("a missing id equals nobody, also in a chat whose owner is not told", () => {
  const nobody = { ...facts, owners: [], admins: [] };

  expect(decide(question("pins", { sender: undefined, facts: nobody }))).toMatchObject({
    verdict: "denied",
    deniedBy: "caller",
  });
});

test("authors are asked for before they are known, and refused when they are others", () => {
  expect(verdict(question("recall"))).toBe("on-own-message");
  expect(verdict(question("recall", { target: written(by(member)) }))).toBe("allowed");
  expect(decide(question("recall", { target: written(by(user("other"))) }))).toMatchObject({
    verdict: "denied",
    deniedBy: "author",
  });
});

test("nobody acts on the message of somebody senior; of an equal, as configured", () => {
  const recall = (sender: UserId, author: UserId, equals: "allow" | "deny") =>
    verdict(question("recall", { sender, equals, target: written(by(author)) }));

  expect(recall(admin, owner, "allow")).toBe("denied");
  expect(recall(moderator, admin, "allow")).toBe("denied");
  const twoAdmins = { ...facts, admins: [admin, user("other")] };
  for (const equals of ["allow", "deny"] as const) {
    const asked = question("recall", {
      sender: admin,
      equals,
      facts: twoAdmins,
      target: written(by(user("other"))),
    });
    expect(verdict(asked)).toBe(equals === "allow" ? "allowed" : "denied");
  }
  expect(recall(admin, admin, "deny")).toBe("allowed");
});

test("a member with a grant for one command acts on members, and on nobody above", () => {
  const grants = [...standing, grant(member, "recall")];
  const recall = (author: UserId) =>
    verdict(question("recall", { grants, equals: "deny", target: written(by(author)) }));

  expect(recall(user("other"))).toBe("allowed");
  expect(recall(moderator)).toBe("denied");
  expect(recall(admin)).toBe("denied");
});

test("an author whom nobody tells is anybody: only the owner may act", () => {
  const recall = (sender: UserId, equals: "allow" | "deny" = "allow") =>
    decide(question("recall", { sender, equals, target: written() }));

  expect(recall(admin)).toMatchObject({ verdict: "denied", deniedBy: "author" });
  expect(recall(moderator)).toMatchObject({ verdict: "denied", deniedBy: "author" });
  expect(recall(owner)).toMatchObject({ verdict: "allowed" });
  expect(recall(owner, "deny")).toMatchObject({ verdict: "denied", deniedBy: "author" });
});

test("the bot's own role decides about the messages of others, where the platform says so", () => {
  const plain = { ...facts, botRole: "member" as const };
  const asked = { sender: admin, facts: plain, target: written(by(member)) };

  expect(decide(question("recall", asked))).toMatchObject({ verdict: "denied", deniedBy: "bot" });
  expect(verdict(question("recall", { ...asked, target: written({ kind: "self" }) }))).toBe(
    "allowed",
  );
  expect(verdict(question("recall", { ...asked, recall: { others: "always" } }))).toBe("allowed");
  const untold = { ...facts, botRole: "unknown" as const };
  expect(verdict(question("recall", { ...asked, facts: untold }))).toBe("allowed");
});

test("what is too old to be recalled is refused before it is tried", () => {
  const recall = { others: "always", withinMs: 10_000 } as const;
  const old = { author: by(member), gone: false, sentAtMs: nowMs - 10_001 };

  expect(decide(question("recall", { sender: admin, recall, target: old }))).toMatchObject({
    verdict: "denied",
    deniedBy: "window",
  });
  const young = { ...old, sentAtMs: nowMs - 10_000 };
  expect(verdict(question("recall", { sender: admin, recall, target: young }))).toBe("allowed");
});

test("what the platform refused lately is a reason only when it is given", () => {
  const lessons = [{ doing: "pin", reason: "pin-for-admins-only", atMs: 1 } as const];
  const plain = { ...facts, botRole: "member" as const };

  expect(verdict(question("pin", { sender: admin, facts: plain }))).toBe("allowed");
  expect(decide(question("pin", { sender: admin, facts: plain, lessons }))).toMatchObject({
    verdict: "denied",
    deniedBy: "group",
  });
  expect(verdict(question("pin", { sender: admin, lessons }))).toBe("allowed");
});

test("what was refused about pins says nothing of the banner, where there is one", () => {
  const plain = { ...facts, botRole: "member" as const };
  const judged = (doing: "pin" | "putTop", topNotice: boolean) => {
    const reason = doing === "pin" ? "pin-for-admins-only" : "top-notice-for-admins-only";
    const lessons = [{ doing, reason, atMs: 1 } as const];
    return decide(question("top", { sender: admin, facts: plain, lessons, topNotice })).deniedBy;
  };

  expect(judged("pin", true)).toBeUndefined();
  expect(judged("putTop", true)).toBe("group");
  expect(judged("pin", false)).toBe("group");
});

test("lists come before roles, and the list of those who may not before that of those who may", () => {
  const lists = (policy: PolicyLayer["policy"]): readonly PolicyLayer[] => [
    { from: "file", policy },
  ];

  expect(verdict(question("pin", { layers: lists({ allow: [member] }) }))).toBe("allowed");
  expect(verdict(question("pin", { sender: owner, layers: lists({ deny: [owner] }) }))).toBe(
    "denied",
  );
  const both = lists({ allow: [member], deny: [member] });
  expect(verdict(question("pin", { layers: both, grants: [grant(member, "pin")] }))).toBe("denied");
});

test("of two lists in two layers that name the same person, the stronger layer counts", () => {
  const layers = (
    weak: PolicyLayer["policy"],
    strong: PolicyLayer["policy"],
  ): readonly PolicyLayer[] => [
    { from: "file", policy: weak },
    { from: "chat", policy: strong },
  ];
  const [allow, deny] = [{ allow: [member] }, { deny: [member] }];
  const grants = [grant(member, "pin"), grant(member, "moderator")];

  expect(verdict(question("pin", { layers: layers(deny, allow) }))).toBe("allowed");
  expect(decide(question("pin", { grants, layers: layers(allow, deny) }))).toMatchObject({
    verdict: "denied",
    deniedBy: "policy",
  });
  const opened = layers(deny, { role: "member" });
  expect(verdict(question("pin", { grants, layers: opened }))).toBe("denied");
});

test("between two uses there is a pause, but not for owner and admins", () => {
  const layers: readonly PolicyLayer[] = [
    { from: "chat", policy: { role: "member", cooldownMs: 60_000 } },
  ];
  const used = (sender: UserId, lastUsedAtMs: number) =>
    verdict(question("pin", { layers, sender, lastUsedAtMs }));

  expect(used(member, nowMs - 59_999)).toBe("denied");
  expect(used(member, nowMs - 60_000)).toBe("allowed");
  const { layers: told } = decide(question("pin", { layers, lastUsedAtMs: nowMs - 1 }));
  expect(told[0]).toMatchObject({
    facts: { readyAtMs: Math.ceil((nowMs + 59_999) / 60_000) * 60_000 },
  });
  expect(used(admin, nowMs)).toBe("allowed");
});

test("a grant counts until its time and not after it", () => {
  const pin = (dueAtMs?: number) =>
    decide(question("pin", { grants: [grant(member, "pin", dueAtMs)] }));

  expect(pin()).toMatchObject({ verdict: "allowed" });
  expect(pin()).not.toHaveProperty("untilMs");
  expect(pin(nowMs + 1)).toMatchObject({ verdict: "allowed", untilMs: nowMs + 1 });
  expect(pin(nowMs)).toMatchObject({ verdict: "denied", deniedBy: "caller" });
});

test("every layer is told, in the order in which it is asked", () => {
  const layers = decide(
    question("recall", { sender: admin, target: written(by(member)) }),
  ).layers.map(({ layer, verdict: said }) => [layer, said]);

  expect(layers).toEqual([
    ["policy", "pass"],
    ["caller", "pass"],
    ["author", "pass"],
    ["bot", "pass"],
    ["scope", "unknown"],
    ["group", "not-applicable"],
    ["window", "unknown"],
  ]);
});

describe("properties", () => {
  const someone = fc.constantFrom<UserId | undefined>(owner, admin, moderator, member, undefined);
  const names = fc.constantFrom(...configurable.map(({ name }) => name));
  const anyPolicy = fc.record(
    {
      enabled: fc.boolean(),
      role: fc.constantFrom(...roles),
      allow: fc.subarray([admin, moderator, member]),
      deny: fc.subarray([admin, moderator, member]),
    },
    { requiredKeys: [] },
  );
  const anyLayers = fc.array(
    fc.record({ from: fc.constantFrom("file", "file-chat", "chat"), policy: anyPolicy }),
    { maxLength: 3 },
  ) as fc.Arbitrary<readonly PolicyLayer[]>;
  const anyTarget = fc.option(
    fc
      .record({
        author: fc.option(
          fc.constantFrom<Actor>(
            by(owner),
            by(admin),
            by(moderator),
            by(member),
            { kind: "self" },
            { kind: "app" },
          ),
          { nil: undefined },
        ),
        gone: fc.boolean(),
      })
      .map(({ author, gone }) => ({ ...written(author), gone })),
    { nil: undefined },
  );
  const anyGrants = fc.array(
    fc
      .record({
        to: fc.constantFrom(admin, moderator, member),
        what: fc.constantFrom("moderator", "recall", "pin", "grant", "settings"),
        due: fc.constantFrom(undefined, nowMs - 1, nowMs + 1_000),
      })
      .map(({ to, what, due }) => grant(to, what, due)),
    { maxLength: 4 },
  );
  const asked = fc
    .record({
      name: names,
      sender: someone,
      layers: anyLayers,
      target: anyTarget,
      grants: anyGrants,
      equals: fc.constantFrom("allow" as const, "deny" as const),
      botRole: fc.constantFrom("owner" as const, "admin", "member", "unknown"),
    })
    .map(({ name, target, botRole, ...more }) =>
      question(name, {
        ...more,
        facts: { ...facts, botRole },
        ...(target === undefined ? {} : { target }),
      }),
    );
  const worth = { denied: 0, "on-own-message": 1, allowed: 2 } as const;

  test("adding a grant to somebody never takes a right of theirs away", () => {
    fc.assert(
      fc.property(asked, anyGrants, (before, added) => {
        const theirs = added.filter((one) => one.user === before.sender);
        const after = { ...before, grants: [...before.grants, ...theirs] };
        expect(worth[decide(after).verdict]).toBeGreaterThanOrEqual(worth[decide(before).verdict]);
      }),
    );
  });

  test("a stronger layer wins, value by value", () => {
    fc.assert(
      fc.property(anyLayers, anyPolicy, (layers, strongest) => {
        const policy = { ...strongest } as PolicyLayer["policy"];
        const effective = effectivePolicy(commandNamed("pin"), [
          ...layers,
          { from: "chat", policy },
        ]);
        expect(effective).toMatchObject(policy);
        for (const key of Object.keys(policy)) expect(effective.from).toHaveProperty(key, "chat");
      }),
    );
  });

  test("whatever is unknown of a human never allows more than anything known of them", () => {
    fc.assert(
      fc.property(asked, (known) => {
        expect(decide({ ...known, sender: undefined }).verdict).toBe("denied");
        const { target } = known;
        if (!target || target.gone || known.sender === owner) return;
        const untold = decide({ ...known, target: { gone: false, sentAtMs: target.sentAtMs } });
        if (known.command.destructive) expect(untold.verdict).toBe("denied");
      }),
    );
  });

  test("a decision is denied exactly when some layer denies it, and says which", () => {
    fc.assert(
      fc.property(asked, (one) => {
        const decision = decide(one);
        const failed = decision.layers.filter(({ verdict: said }) => said === "fail");
        expect(decision.deniedBy !== undefined).toBe(decision.verdict === "denied");
        if (failed.length > 0) expect(decision.deniedBy).toBe(failed[0]?.layer);
        else if (decision.verdict === "denied") expect(decision.deniedBy).toBe("author");
      }),
    );
  });

  test("no grant makes anybody more than a moderator", () => {
    fc.assert(
      fc.property(anyGrants, (grants) => {
        expect(standingOf({ facts, grants, nowMs }, member)).toMatch(/^(member|moderator)$/);
        expect(standingOf({ facts, grants, nowMs }, admin)).toBe("admin");
      }),
    );
  });
});
