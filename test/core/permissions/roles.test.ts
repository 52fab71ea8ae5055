import { expect, test } from "vitest";
import type { ChatId, UserId } from "../../../src/core/ids.ts";
import { atLeast, createRoles, roleOf } from "../../../src/core/permissions/roles.ts";
import type { ChatFacts } from "../../../src/core/platform.ts";
import { problem } from "../../../src/core/problem.ts";
import { fail, ok, type Result } from "../../../src/core/result.ts";
import { fakeClock, settle } from "../../fake-clock.ts";

const chat = "oc_1" as ChatId;
const user = (name: string): UserId => `ou_${name}` as UserId;
const groupOf = (admins: readonly UserId[]): ChatFacts => ({
  kind: "group",
  owners: [user("li")],
  admins,
  botRole: "admin",
  topics: false,
  external: false,
});
const { signal } = new AbortController();
const cached = { signal, fresh: false };
const fresh = { signal, fresh: true };

/** A platform that is asked about chats and answers when told to. */
const setUp = () => {
  const clock = fakeClock();
  const asked: ChatId[] = [];
  let admins: readonly UserId[] = [];
  let answer = (): Promise<Result<ChatFacts>> => Promise.resolve(ok(groupOf(admins)));
  const roles = createRoles(
    {
      chat: (id) => {
        asked.push(id);
        return answer();
      },
    },
    clock,
  );
  return {
    clock,
    asked,
    roles,
    makeAdmin: (name: string): void => {
      admins = [user(name)];
    },
    answerWith: (next: typeof answer): void => {
      answer = next;
    },
  };
};

test("owner, admin and member are told apart, and a missing id is nobody", () => {
  const group = groupOf([user("mei")]);

  expect(roleOf(group, user("li"))).toBe("owner");
  expect(roleOf(group, user("mei"))).toBe("admin");
  expect(roleOf(group, user("bo"))).toBe("member");
  expect(roleOf({ ...group, owners: [], admins: [] }, undefined)).toBeUndefined();
});

test("roles are ordered", () => {
  expect(atLeast("owner", "admin")).toBe(true);
  expect(atLeast("admin", "admin")).toBe(true);
  expect(atLeast("moderator", "admin")).toBe(false);
  expect(atLeast("member", "moderator")).toBe(false);
});

test("is asked once for 30 seconds, and again after that", async () => {
  const { clock, asked, roles } = setUp();

  await roles.facts(chat, cached);
  await clock.advance(29_999);
  await roles.facts(chat, cached);
  expect(asked).toHaveLength(1);

  await clock.advance(1);
  expect(await roles.facts(chat, cached)).toMatchObject({ value: { asOfMs: clock.now() } });
  expect(asked).toHaveLength(2);
});

test("a fresh look asks anew, and what it learns is remembered", async () => {
  const { asked, roles, makeAdmin } = setUp();
  await roles.facts(chat, cached);
  makeAdmin("mei");

  expect(await roles.facts(chat, cached)).toMatchObject({ value: { admins: [] } });
  expect(await roles.facts(chat, fresh)).toMatchObject({ value: { admins: [user("mei")] } });
  expect(await roles.facts(chat, cached)).toMatchObject({ value: { admins: [user("mei")] } });
  expect(asked).toHaveLength(2);
});

test("what is forgotten is asked anew, for this chat only", async () => {
  const { asked, roles } = setUp();
  const other = "oc_2" as ChatId;
  await roles.facts(chat, cached);
  await roles.facts(other, cached);

  roles.forget(chat);
  await roles.facts(chat, cached);
  await roles.facts(other, cached);

  expect(asked).toEqual([chat, other, chat]);
});

test("questions at the same time share one call", async () => {
  const { asked, roles, answerWith } = setUp();
  const { promise, resolve } = Promise.withResolvers<Result<ChatFacts>>();
  answerWith(() => promise);

  const questions = [1, 2, 3].map(() => roles.facts(chat, cached));
  resolve(ok(groupOf([])));

  expect((await Promise.all(questions)).every(({ ok }) => ok)).toBe(true);
  expect(asked).toHaveLength(1);
});

test("whoever shares a question is not let down when the one who asked gives up", async () => {
  const { asked, roles, answerWith } = setUp();
  const { promise, resolve } = Promise.withResolvers<Result<ChatFacts>>();
  answerWith(() => promise);
  const impatient = new AbortController();
  const first = roles.facts(chat, { signal: impatient.signal, fresh: false });
  const others = [1, 2].map(() => roles.facts(chat, cached));

  impatient.abort();
  answerWith(() => Promise.resolve(ok(groupOf([]))));
  resolve(fail(problem("cancelled")));

  expect(await first).toMatchObject({ ok: false });
  expect(await Promise.all(others)).toMatchObject([{ ok: true }, { ok: true }]);
  expect(asked).toHaveLength(2);
});

test("an answer to a question from before the change is not remembered", async () => {
  const { asked, roles, answerWith } = setUp();
  const { promise, resolve } = Promise.withResolvers<Result<ChatFacts>>();
  answerWith(() => promise);
  const early = roles.facts(chat, cached);
  await settle();

  roles.forget(chat);
  answerWith(() => Promise.resolve(ok(groupOf([user("mei")]))));
  resolve(ok(groupOf([])));
  await early;

  expect(await roles.facts(chat, cached)).toMatchObject({ value: { admins: [user("mei")] } });
  expect(asked).toHaveLength(2);
});

test("a failed look-up is no answer, and drops what was known", async () => {
  const { clock, asked, roles, answerWith } = setUp();
  await roles.facts(chat, cached);
  answerWith(() => Promise.resolve(fail(problem("platform-down"))));
  await clock.advance(30_000);

  expect(await roles.facts(chat, cached)).toEqual(fail(problem("platform-down")));
  expect(await roles.facts(chat, fresh)).toEqual(fail(problem("platform-down")));
  expect(await roles.facts(chat, cached)).toEqual(fail(problem("platform-down")));
  expect(asked).toHaveLength(4);
});

test("remembers ten thousand chats at most, and drops the oldest", async () => {
  const { asked, roles } = setUp();
  const chats = Array.from({ length: 10_001 }, (_, index) => `oc_${index}` as ChatId);
  for (const one of chats) await roles.facts(one, cached);

  await roles.facts(chats[10_000] as ChatId, cached);
  expect(asked).toHaveLength(10_001);
  await roles.facts(chats[0] as ChatId, cached);
  expect(asked).toHaveLength(10_002);
});
