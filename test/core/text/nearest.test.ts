import fc from "fast-check";
import { expect, test } from "vitest";
import { nearest } from "../../../src/core/text/nearest.ts";

const names = ["pin", "unpin", "pins", "recall", "help", "audit", "撤回"];

test.each([
  ["pni", "pin"],
  ["pinn", "pin"],
  ["recal", "recall"],
  ["reacll", "recall"],
  ["hlep", "help"],
  ["hepl", "help"],
  ["audti", "audit"],
  ["撒回", "撤回"],
  ["撤回消息", "撤回"],
  ["recall-this", "recall"],
  ["pins-please", "pins"],
])("takes /%s for /%s", (typed, meant) => {
  expect(nearest(typed, names)).toBe(meant);
});

test.each(["", "ban", "top", "weather", "id", "x", "禁言"])("makes no guess at /%s", (typed) => {
  expect(nearest(typed, names)).toBeUndefined();
});

test("prefers the closest, and among equals always the same one", () => {
  expect(nearest("pin", ["unpin", "pins", "pin"])).toBe("pin");
  expect(nearest("mat", ["map", "mad"])).toBe(nearest("mat", ["mad", "map"]));
});

test("guesses only names that exist, and finds every name itself", () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const found = nearest(typed, names);
      if (found !== undefined) expect(names).toContain(found);
    }),
  );
  for (const name of names) expect(nearest(name, names)).toBe(name);
});
