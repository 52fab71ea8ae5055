import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documents } from "../src/documents.ts";

const read = (path: string): string => readFileSync(path, "utf8");

test.each(Object.entries(documents(read)))("%s is what `npm run docs` writes", (path, text) => {
  expect(read(path)).toBe(text);
});

test("both READMEs have the same sections", () => {
  const levels = (path: string): readonly string[] =>
    read(path)
      .replaceAll(/```[\s\S]*?```/g, "")
      .match(/^#+ /gm) ?? [];

  expect(levels("README.zh-CN.md")).toEqual(levels("README.md"));
});
