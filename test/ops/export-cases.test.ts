import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { exportCases } from "../../src/ops/export-cases.ts";
import type { ExportedCase } from "../../src/ops/exported-case.ts";
import { act } from "../store/samples.ts";

const some = async function* (count: number, seen = { taken: 0 }): AsyncGenerator<ExportedCase> {
  for (let number = 1; number <= count; number += 1) {
    seen.taken = number;
    yield await Promise.resolve({ ...act(), number, notes: [] });
  }
};

const newFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "steward-export-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "cases.csv");
};

test("writes all cases into a file that only its owner may read, and says how many", async () => {
  const file = newFile();
  expect(await exportCases({ cases: some(3), format: "csv", to: file })).toBe(3);
  const lines = readFileSync(file, "utf8").split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFFplatform,/);
  expect(lines).toHaveLength(5);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("an export that breaks off leaves the file of before alone", async () => {
  const file = newFile();
  writeFileSync(file, "before");
  const breaking = async function* () {
    yield* some(2);
    throw new Error("the disk is gone");
  };
  await expect(exportCases({ cases: breaking(), format: "csv", to: file })).rejects.toThrow(
    "the disk is gone",
  );
  expect(readFileSync(file, "utf8")).toBe("before");
  expect(existsSync(`${file}.partial`)).toBe(false);
});

test("writes into a stream and leaves it open", async () => {
  const stream = new PassThrough();
  const all = text(stream);
  expect(await exportCases({ cases: some(2), format: "jsonl", to: stream })).toBe(2);
  stream.end("end");
  expect((await all).split("\n")).toEqual([
    expect.stringContaining('"number":1'),
    expect.stringContaining('"number":2'),
    "end",
  ]);
});

test("takes no more cases than are read", async () => {
  const seen = { taken: 0 };
  const slow = new PassThrough({ highWaterMark: 1 });
  const exported = exportCases({ cases: some(100_000, seen), format: "jsonl", to: slow });
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  expect(seen.taken).toBeLessThan(1_000);
  slow.resume();
  expect(await exported).toBe(100_000);
});

test("a reader who has had enough is no error", async () => {
  const closed = new Writable({
    write: (_chunk, _encoding, done) =>
      done(Object.assign(new Error("write EPIPE"), { code: "EPIPE" })),
  });
  await expect(exportCases({ cases: some(10), format: "jsonl", to: closed })).resolves.toEqual(
    expect.any(Number),
  );
});
