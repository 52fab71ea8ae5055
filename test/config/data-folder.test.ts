import { expect, test } from "vitest";
import { dataFolder } from "../../src/config/data-folder.ts";

const noFile = (): string => {
  throw new Error("nothing is to be read");
};

test("the folder is told without the rest of the configuration", () => {
  expect(dataFolder({}, noFile)).toEqual({ ok: true, path: "./data" });
  expect(dataFolder({ STEWARD_DATA: "/srv/steward", PORT: "nonsense" }, noFile)).toEqual({
    ok: true,
    path: "/srv/steward",
  });
});

test("a misspelt name is told, since the wrong database would be taken otherwise", () => {
  expect(dataFolder({ STEWARD_DAT: "/srv/steward" }, noFile)).toMatchObject({
    ok: false,
    problems: [{ key: "STEWARD_DAT" }],
  });
});

test("a database elsewhere is told too, and a wrong URL of it", () => {
  const databaseUrl = "postgres://steward@db/steward";
  expect(dataFolder({ DATABASE_URL: databaseUrl }, noFile)).toMatchObject({
    ok: true,
    databaseUrl,
  });
  expect(dataFolder({ DATABASE_URL: "db" }, noFile)).toMatchObject({
    ok: false,
    problems: [{ key: "DATABASE_URL" }],
  });
});
