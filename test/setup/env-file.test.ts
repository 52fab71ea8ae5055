import { parse } from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { appNamedIn, withVariables } from "../../src/setup/env-file.ts";

const set = { FEISHU_APP_ID: "cli_a1b2c3d4e5f60718", FEISHU_APP_SECRET: "s3cret" };

test("writes the variables into an empty file", () => {
  expect(withVariables("", { set, unset: [] })).toBe(
    "FEISHU_APP_ID=cli_a1b2c3d4e5f60718\nFEISHU_APP_SECRET=s3cret\n",
  );
});

test("keeps comments, other variables and the order of lines", () => {
  const text = [
    "# my bot",
    "LOG_LEVEL=debug",
    "export FEISHU_APP_ID=cli_old",
    "#FEISHU_APP_SECRET=",
    "FEISHU_APP_SECRET_FILE=/run/secret",
    "",
    "PORT=9000",
  ].join("\n");

  expect(withVariables(text, { set, unset: ["FEISHU_APP_SECRET_FILE"] }).split("\n")).toEqual([
    "# my bot",
    "LOG_LEVEL=debug",
    "FEISHU_APP_ID=cli_a1b2c3d4e5f60718",
    "#FEISHU_APP_SECRET=",
    "",
    "PORT=9000",
    "FEISHU_APP_SECRET=s3cret",
    "",
  ]);
});

test("leaves one line where a variable was set twice", () => {
  const text = "FEISHU_APP_ID=one\nFEISHU_APP_ID=two\n";

  expect(parse(withVariables(text, { set, unset: [] }))).toMatchObject(set);
  expect(withVariables(text, { set, unset: [] }).match(/FEISHU_APP_ID/g)).toHaveLength(1);
});

test("knows which app a file names", () => {
  expect(appNamedIn("FEISHU_APP_ID=cli_one")).toBe("cli_one");
  expect(appNamedIn("FEISHU_APP_ID=\n#FEISHU_APP_ID=cli_two")).toBeUndefined();
});

test("whatever else a file says is said afterwards too, and the new values are read back", () => {
  const name = fc.stringMatching(/^[A-Z][A-Z_]{0,11}$/).filter((text) => !(text in set));
  const value = fc.stringMatching(/^[\w./-]{0,20}$/);
  const secret = fc.stringMatching(/^[!-&(-~]{1,40}$/);
  fc.assert(
    fc.property(fc.dictionary(name, value), secret, (others, appSecret) => {
      const text = Object.entries(others)
        .map(([key, one]) => `${key}=${one}`)
        .join("\n");
      const change = { set: { FEISHU_APP_SECRET: appSecret }, unset: [] };

      expect({ ...parse(withVariables(text, change)) }).toEqual({
        ...others,
        FEISHU_APP_SECRET: appSecret,
      });
    }),
  );
});
