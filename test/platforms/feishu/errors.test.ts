import { expect, test } from "vitest";
import { type ApiName, apis } from "../../../src/platforms/feishu/apis.ts";
import { reasonOf } from "../../../src/platforms/feishu/error-table.ts";
import { problemOf } from "../../../src/platforms/feishu/errors.ts";

/** The codes that the platform documents for each API, written down apart from the table they test. */
const gateway =
  "99991400 99991401 99991403 99991201 99991301 99991661 99991662 99991663 99991664 99991665 99991668 99991671 99991672 99991673 99991677 99991679 99992351 99992352 99992353 99992354 99992355 99992356 99992360 99992361 99992402 2200 1500 5000 9499 11232 11233 11247";
const sending =
  "230001 230002 230006 230013 230015 230017 230018 230019 230020 230022 230025 230027 230028 230035 230038 230049 230054 230055 230075 230099 232009 11235";
const chat = "232001 232004 232006 232009 232010 232011 232025 232033 232034";
const reaction =
  "230110 231001 231002 231003 231004 231005 231006 231008 231012 231013 231014 231015 231017 231018 231019 231020 231021 231022 232009";
const documented: Readonly<Record<ApiName, string>> = {
  "pin.create":
    "230001 230002 230006 230011 230013 230027 230045 230046 230047 230050 230054 230111 232009",
  "pin.delete": "230001 230002 230006 230013 230027 230045 230046 230047 230050 232009",
  "pin.list": "230001 230002 230006 230013 230027 230048",
  "message.delete":
    "230001 230002 230006 230009 230013 230026 230027 230050 230054 230110 232009 11238",
  "message.get": "230001 230002 230006 230013 230027 230050 230110",
  "message.reply": `${sending} 230011 230050 230071 230072 230111 11242`,
  "message.create": `${sending} 230029 230034 230036 230053`,
  "message.patch":
    "230001 230006 230011 230013 230020 230025 230027 230028 230031 230099 230110 232009",
  "reaction.create": reaction,
  "reaction.delete": `${reaction} 231007 231010 231011`,
  "reaction.list": reaction,
  "chat.get": chat,
  "chat.members": chat,
  "top-notice.put": "230111 232001 232009 232010 232011 232014 232024 232025 232033 232034",
  "top-notice.delete": "232001 232009 232010 232011 232014 232024 232025 232033 232034",
  "ephemeral.send": "",
  "ephemeral.delete": "18051",
  "bot.info": "",
  "scope.list": "212100",
  "command-panel.list": "",
  "command-panel.create": "",
  "command-panel.update": "",
  token: "10014 10015",
};
const cardCodes =
  "100290 11310 200380 200381 200550 200570 200621 200732 200737 200861 200914 200915 300220 300230 300240";

const cases = Object.keys(apis).flatMap((name) => {
  const api = name as ApiName;
  const codes = `${documented[api]} ${gateway}`.split(" ").filter((code) => code !== "");
  return codes.map((code) => [api, Number(code)] as const);
});

const reply = (body: unknown, status = 400, headers: Record<string, unknown> = {}) => ({
  status,
  headers,
  body,
});

test.each(cases)("%s: code %i has a reason that people understand", (api, code) => {
  const problem = problemOf(api, reply({ code, msg: "whatever" }));
  expect(problem?.reason).toBe(reasonOf(api, code));
  expect(problem?.reason).not.toBe("unknown");
  expect(problem?.code).toBe(String(code));
});

test.each(cardCodes.split(" "))("a card refused with sub-code %s is explained", (subCode) => {
  const body = { code: 230099, msg: `Failed to create card content, ext=ErrCode: ${subCode}; x` };
  expect(problemOf("message.reply", reply(body))?.reason).toMatch(
    /^(content-invalid|attachment-invalid|user-unknown)$/,
  );
});

test.each([
  ["message.reply", 230071, "topic-reply-unsupported"],
  ["message.reply", 230075, "chat-encrypted"],
  ["reaction.create", 231001, "reaction-unknown"],
  ["reaction.delete", 231001, "reaction-not-mine"],
  ["top-notice.put", 232014, "top-notice-for-admins-only"],
  ["pin.create", 230046, "pin-for-admins-only"],
  ["message.delete", 230026, "not-bots-to-recall"],
  ["message.delete", 230009, "message-too-old-to-recall"],
] as const)("%s: %i means %s", (api, code, reason) => {
  expect(problemOf(api, reply({ code }))?.reason).toBe(reason);
});

test("sees a failure behind HTTP 200 and none behind code 0", () => {
  expect(problemOf("pin.create", reply({ code: 230046, msg: "" }, 200))?.reason).toBe(
    "pin-for-admins-only",
  );
  expect(problemOf("pin.create", reply({ code: 0, data: {} }, 200))).toBeUndefined();
});

test("says that a code is unknown, with the trace id", () => {
  const body = { code: 987_654, msg: "new", error: { log_id: "2026ABC" } };
  expect(problemOf("pin.create", reply(body))).toEqual({
    reason: "unknown",
    effect: "none",
    code: "987654",
    logId: "2026ABC",
  });
});

test("takes the trace id from the header when the body has none", () => {
  const problem = problemOf("pin.create", reply({ code: 230002 }, 400, { "x-tt-logid": "L1" }));
  expect(problem?.logId).toBe("L1");
});

test("does not pass on a trace id that is none", () => {
  const body = { code: 230002, error: { log_id: "<at user_id=all>" } };
  expect(problemOf("pin.create", reply(body))?.logId).toBeUndefined();
});

test("names the scopes that the gateway names, else those of the API", () => {
  const named = problemOf(
    "message.delete",
    reply({
      code: 99_991_672,
      error: {
        permission_violations: [{ type: "action_scope_required", subject: "im:message:recall" }],
      },
    }),
  );
  expect(named).toMatchObject({ reason: "scope-missing", scopes: ["im:message:recall"] });
  expect(problemOf("message.get", reply({ code: 230_027 }))?.scopes).toEqual([
    "im:message.group_msg",
  ]);
});

test("honours the wait that the gateway asks for, but not for ever", () => {
  const asked = (seconds: string) =>
    problemOf("pin.create", reply({ code: 99_991_400 }, 429, { "x-ogw-ratelimit-reset": seconds }))
      ?.retryAfterMs;
  expect(asked("7")).toBe(7000);
  expect(asked("junk")).toBeUndefined();
  expect(asked("-3")).toBeUndefined();
  expect(asked("99999999")).toBe(3_600_000);
});

test.each([
  ["pin.create", 502, "<html>bad gateway</html>", "platform-down", "maybe"],
  ["pin.list", 502, "<html>bad gateway</html>", "platform-down", "none"],
  ["pin.create", 404, "not here", "platform-down", "none"],
  ["pin.create", 200, '{"code":0,"da', "platform-down", "maybe"],
  ["pin.create", 200, null, "platform-down", "maybe"],
  ["pin.create", 200, [], "platform-down", "maybe"],
  ["pin.create", 500, { code: 0 }, "platform-down", "maybe"],
  ["pin.create", 429, "slow down", "too-fast", "none"],
  ["pin.create", 400, { code: 2200 }, "platform-down", "maybe"],
  ["pin.create", 500, { code: 987_654 }, "platform-down", "maybe"],
  ["chat.get", 400, { code: 2200 }, "platform-down", "none"],
] as const)("%s answered with %i %j: %s, effect %s", (api, status, body, reason, effect) => {
  expect(problemOf(api, reply(body, status))).toMatchObject({ reason, effect });
});
