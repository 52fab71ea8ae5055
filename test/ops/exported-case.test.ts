import fc from "fast-check";
import { expect, test } from "vitest";
import { csvField, type ExportedCase, exportHead, exportRow } from "../../src/ops/exported-case.ts";
import { act, user } from "../store/samples.ts";

const entry = (more: Partial<ExportedCase> = {}): ExportedCase => ({
  ...act(),
  number: 12,
  notes: [],
  ...more,
});

/** Reads one record of RFC 4180 CSV, independently of how it was written. */
const readRecord = (line: string): string[] => {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = "";
    if (line[at] === '"') {
      at += 1;
      while (line[at] !== '"' || line[at + 1] === '"') {
        if (line[at] === '"') at += 1;
        field += line[at];
        at += 1;
      }
      at += 1;
    } else {
      while (at < line.length && line[at] !== "," && line[at] !== "\r") {
        field += line[at];
        at += 1;
      }
    }
    fields.push(field);
    if (line[at] !== ",") break;
    at += 1;
  }
  expect(line.slice(at)).toBe("\r\n");
  return fields;
};

test("a case is one line of CSV under a header", () => {
  expect(exportHead("csv")).toBe(
    "platform,account,chat,number,at,action,outcome,actor,actor_name,target,author,reason,log_id,details,notes\r\n",
  );
  expect(
    exportRow(
      "csv",
      entry({
        actor: user("ann"),
        reason: 'spam, "again"',
        details: { dueAtMs: 5 },
        notes: [{ atMs: 2_000, byName: "Bo", text: "agreed" }],
      }),
    ),
  ).toBe(
    "feishu,cli_one,oc_a,12,1970-01-01T00:00:01.000Z,pin,done,ou_ann,,,," +
      '"spam, ""again""",,"{""dueAtMs"":5}",' +
      '"[{""at"":""1970-01-01T00:00:02.000Z"",""byName"":""Bo"",""text"":""agreed""}]"\r\n',
  );
});

test("a case is one line of JSON without a header", () => {
  expect(exportHead("jsonl")).toBe("");
  const line = exportRow("jsonl", entry({ reason: "two\nlines" }));
  expect(line.indexOf("\n")).toBe(line.length - 1);
  expect(JSON.parse(line)).toEqual({
    at: "1970-01-01T00:00:01.000Z",
    platform: "feishu",
    account: "cli_one",
    chat: "oc_a",
    number: 12,
    action: "pin",
    outcome: "done",
    reason: "two\nlines",
    notes: [],
  });
});

test.each([
  "=HYPERLINK(1)",
  "+1",
  "-1",
  "@SUM(A1)",
  "  =1",
  "\t=1",
  "\r=1",
  "\n=1",
  "＝1",
  "＋1",
  "－1",
  "＠a",
])("%j is not a formula to a spreadsheet", (text) => {
  expect(readRecord(`${csvField(text)}\r\n`)).toEqual([`'${text}`]);
});

test.each(["spam", "a=b", "1-2", "周五", "'quoted'", ""])("%j stays as it is", (text) => {
  expect(csvField(text)).toBe(text);
});

test("whatever is written can be read back, and is never a formula", () => {
  const text = fc.string({ unit: fc.constantFrom(..."a=+-@,\"'\r\n\t ;|＝中") });
  fc.assert(
    fc.property(text, text, (reason, actorName) => {
      const fields = readRecord(exportRow("csv", entry({ reason, actorName })));
      expect(fields).toHaveLength(15);
      for (const [index, original] of [
        [11, reason],
        [8, actorName],
      ] as const) {
        expect([original, `'${original}`]).toContain(fields[index]);
        expect(fields[index]).not.toMatch(/^\s*[=+\-@＝]/u);
      }
    }),
  );
});

test("the words of a message are in an export only when it asks for them", () => {
  const withWords = entry({ text: "=1+1, swordfish" });

  for (const format of ["csv", "jsonl"] as const) {
    expect(exportRow(format, withWords)).not.toContain("swordfish");
    expect(exportRow(format, withWords, true)).toContain("swordfish");
  }
  expect(exportHead("csv", true)).toMatch(/,notes,text\r\n$/);
  expect(readRecord(exportRow("csv", withWords, true)).at(-1)).toBe("'=1+1, swordfish");
  expect(readRecord(exportRow("csv", entry(), true)).at(-1)).toBe("");
  expect(JSON.parse(exportRow("jsonl", withWords, true))).toMatchObject({
    text: "=1+1, swordfish",
  });
});
