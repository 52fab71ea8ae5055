import { expect, test } from "vitest";
import { readEnvironment } from "../../src/config/read-environment.ts";

test("the environment of the process wins over .env", () => {
  const env = readEnvironment({ PORT: "1", HOST: "" }, "PORT=2\nHOST=x\nLOG_LEVEL='debug' # why\n");

  expect(env).toEqual({ PORT: "1", HOST: "", LOG_LEVEL: "debug" });
});

test("there need not be a .env", () => {
  expect(readEnvironment({ PORT: "1" }, undefined)).toEqual({ PORT: "1" });
});
