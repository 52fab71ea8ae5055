import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "../../src/sandbox/temporary-folder.ts";

test("a bot's folder is there while it runs and goes when it is stopped", async () => {
  let folder = "";
  const bot = await inTemporaryFolder(async (path) => {
    folder = path;
    await writeFile(join(path, "steward.db"), "rows");
    return { stop: () => Promise.resolve() };
  });
  expect(existsSync(folder)).toBe(true);
  await bot.stop();
  expect(existsSync(folder)).toBe(false);
});

test("nothing is left behind of a bot that cannot start, and the reason is told", async () => {
  let folder = "";
  const starting = inTemporaryFolder(async (path) => {
    folder = path;
    await writeFile(join(path, "steward.db"), "rows");
    throw new Error("no port is free");
  });
  await expect(starting).rejects.toThrow("no port is free");
  expect(folder).not.toBe("");
  expect(existsSync(folder)).toBe(false);
});
