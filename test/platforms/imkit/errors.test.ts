import fc from "fast-check";
import { expect, test } from "vitest";
import { type ApiName, apis } from "../../../src/platforms/imkit/apis.ts";
import { isConflict, problemOf } from "../../../src/platforms/imkit/errors.ts";

const reply = (status: number, body: unknown, headers = {}) => ({ status, body, headers });
const long = (status: number, code: string) =>
  reply(status, { RC: status, RM: "text", error: { code, message: "text" } });
const flat = (status: number, error: string, more = {}) =>
  reply(status, { error, message: "text", ...more });
const short = (status: number) => reply(status, { RC: status, RM: "text" });

test.each([
  ["pin.create", long(401, "INVALID_TOKEN"), "token-rejected"],
  ["pin.create", short(401), "token-rejected"],
  ["pin.create", flat(401, "INVALID_CLIENT_KEY"), "app-unknown"],
  ["token.issue", flat(401, "INVALID_API_KEY"), "app-secret-wrong"],
  ["message.recall-others", long(401, "INVALID_API_KEY"), "app-secret-wrong"],
  ["pin.create", long(403, "INSUFFICIENT_PERMISSION"), "pin-for-admins-only"],
  ["pin.delete", long(403, "INSUFFICIENT_PERMISSIONS"), "pin-for-admins-only"],
  ["pin.create", short(403), "pin-for-admins-only"],
  ["pin.create", long(403, "NOT_ROOM_MEMBER"), "bot-not-in-chat"],
  ["message.recall", long(403, "PERMISSION_DENIED"), "not-bots-to-recall"],
  ["message.recall-others", flat(403, "INSUFFICIENT_PERMISSIONS"), "scope-missing"],
  ["message.send", short(403), "bot-not-in-chat"],
  ["room.get", long(403, "NOT_ROOM_MEMBER"), "bot-not-in-chat"],
  ["pin.create", long(404, "MESSAGE_NOT_FOUND"), "message-unknown"],
  ["pin.create", short(404), "message-unknown"],
  ["message.recall", long(404, "ROOM_NOT_FOUND"), "chat-unknown"],
  ["room.get", short(404), "chat-unknown"],
  ["message.send", long(404, "MESSAGE_NOT_FOUND"), "message-gone"],
  ["message.send", short(413), "content-too-long"],
  ["message.send", short(400), "content-invalid"],
  ["pin.create", short(409), "unknown"],
  ["pin.create", short(500), "platform-down"],
  ["pin.create", reply(502, "<html>Bad Gateway</html>"), "platform-down"],
  ["pin.create", reply(403, "<html>a firewall</html>"), "platform-down"],
  ["pin.create", reply(302, ""), "platform-down"],
  // A failure that hides behind 200.
  ["pin.create", reply(200, { RC: 401, RM: "Authorization Error" }), "token-rejected"],
  ["pin.create", reply(200, { RC: 1, RM: "?" }), "platform-down"],
  ["pin.create", reply(200, {}), "platform-down"],
  ["pin.create", reply(200, "junk"), "platform-down"],
] as const)("%s answered %j is explained as %s", (api, answer, reason) => {
  expect(problemOf(api, answer)?.reason).toBe(reason);
});

test("a success is 2xx with RC 0, and a token also without an envelope", () => {
  expect(problemOf("pin.create", reply(200, { RC: 0, RM: "OK", result: {} }))).toBeUndefined();
  expect(problemOf("token.issue", reply(200, { _id: "bot", token: "t" }))).toBeUndefined();
  expect(problemOf("token.issue", flat(200, "USER_EXISTS"))).toBeDefined();
});

test("tells how long to wait, from the body or the header, within bounds", () => {
  const wait = (answer: Parameters<typeof problemOf>[1]) =>
    problemOf("pin.create", answer)?.retryAfterMs;
  expect(wait(flat(429, "RATE_LIMIT_EXCEEDED", { retryAfter: 60 }))).toBe(60_000);
  expect(wait(reply(429, "busy", { "retry-after": "7" }))).toBe(7_000);
  expect(wait(short(429))).toBe(1_000);
  expect(wait(flat(429, "RATE_LIMIT_EXCEEDED", { retryAfter: 1e9 }))).toBe(3_600_000);
  expect(wait(flat(429, "RATE_LIMIT_EXCEEDED", { retryAfter: -5 }))).toBe(1_000);
});

test("only what may have happened is in doubt", () => {
  const effect = (api: ApiName, answer: Parameters<typeof problemOf>[1]) =>
    problemOf(api, answer)?.effect;
  expect(effect("pin.create", short(500))).toBe("maybe");
  expect(effect("pin.create", reply(200, "junk"))).toBe("maybe");
  expect(effect("room.get", short(500))).toBe("none");
  expect(effect("pin.create", short(403))).toBe("none");
  expect(effect("pin.create", reply(302, ""))).toBe("none");
});

test("knows a conflict in all forms", () => {
  const conflict = (answer: Parameters<typeof problemOf>[1]) => {
    const problem = problemOf("pin.create", answer);
    return problem !== undefined && isConflict(problem);
  };
  expect(
    [short(409), long(409, "PINNED_MESSAGE_EXISTS"), flat(400, "ALREADY_PINNED")].map(conflict),
  ).toEqual([true, true, true]);
  expect([short(403), long(404, "MESSAGE_NOT_FOUND")].map(conflict)).toEqual([false, false]);
});

test("any answer is either a success or a problem without the platform's wording", () => {
  const names = Object.keys(apis) as ApiName[];
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.integer({ min: 100, max: 599 }),
      fc.jsonValue(),
      (api, status, body) => {
        const problem = problemOf(api, reply(status, body));
        if (status >= 300) expect(problem).toBeDefined();
        if (problem?.code !== undefined) expect(problem.code).toMatch(/^[A-Za-z0-9_-]{1,60}$/);
      },
    ),
  );
});
