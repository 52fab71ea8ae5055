import { expect, test } from "vitest";
import type { UserId } from "../../../src/core/ids.ts";
import { renderText } from "../../../src/platforms/imkit/render.ts";

const mention = (id: string, name = "Mia") => ({ mention: id as UserId, name });

test("mentions by id, in the text and in the list", () => {
  expect(renderText({ lines: [[mention("mia-7"), " may use ", { code: "/pin" }, "."]] })).toEqual({
    text: "@mia-7 may use /pin.",
    mentioned: ["mia-7"],
  });
});

test.each(["_all", "_ALL", "all", "All", "@all", "everyone", "here", "a b", "", "a/b"])(
  "mentions nobody by %j",
  (id) => {
    expect(renderText({ lines: [[mention(id), " may."]] })).toEqual({
      text: "Mia may.",
      mentioned: [],
    });
  },
);

test("a typed id of somebody who is mentioned elsewhere is broken up", () => {
  const { text, mentioned } = renderText({ lines: [[mention("mia"), " wrote: @mia @_all"]] });

  expect(text).toBe("@mia wrote: @\u2060mia @_all");
  expect(mentioned).toEqual(["mia"]);
});

test("a message that is cut lists whom it still names, and no others", () => {
  const long = "x".repeat(3_998);

  expect(renderText({ lines: [[mention("mia"), " ", long, " ", mention("bo")]] })).toMatchObject({
    mentioned: ["mia"],
  });
});
