import { expect, test } from "vitest";
import type { Decisions } from "../../../src/sandbox/imkit/decisions.ts";
import { benchWithRoom as bench, sayIn as say } from "./bench-with-room.ts";

const signal = AbortSignal.timeout(60_000);

const unsure: Partial<Decisions>[] = [
  {},
  { secondPin: "replace" },
  { listsShowPinned: false },
  { afterMessageIncludesIt: false },
];

test.each(unsure)(
  "swaps, unpins and recalls whichever way the platform turns out: %j",
  async (decisions) => {
    const here = await bench({ standIn: { decisions } });
    const { ports } = here.platform;
    const [old, next] = [await say(here, here.chat, "old"), await say(here, here.chat, "next")];
    await ports.pin({ chat: here.chat, message: old }, { signal });
    const swapped = await ports.pin({ chat: here.chat, message: next }, { signal, replace: old });
    expect(swapped).toMatchObject({ value: { state: "applied", replaced: old } });
    expect(here.standIn.control.pins(here.chat)).toEqual([next]);
    expect(await ports.unpin({ chat: here.chat, message: next }, { signal })).toMatchObject({
      value: { state: "applied" },
    });
    expect(here.standIn.control.pins(here.chat)).toEqual([]);
    expect(await ports.recall({ chat: here.chat, message: next }, { signal })).toMatchObject({
      value: { state: "applied" },
    });
  },
);

test("a pin made by hand gives way too where the platform shows it, and is named", async () => {
  const here = await bench();
  const [byHand, next] = [
    await say(here, here.chat, "by hand"),
    await say(here, here.chat, "next"),
  ];
  here.standIn.control.pinByHand(byHand);
  const pinned = await here.platform.ports.pin({ chat: here.chat, message: next }, { signal });
  expect(pinned).toMatchObject({ value: { state: "applied", replaced: byHand } });
  expect(here.standIn.control.pins(here.chat)).toEqual([next]);
});

test("a pin that nobody can see is left alone, and the refusal is told", async () => {
  const here = await bench({ standIn: { decisions: { listsShowPinned: false } } });
  const [byHand, next] = [
    await say(here, here.chat, "by hand"),
    await say(here, here.chat, "next"),
  ];
  here.standIn.control.pinByHand(byHand);
  const pinned = await here.platform.ports.pin({ chat: here.chat, message: next }, { signal });
  expect(pinned).toMatchObject({
    ok: false,
    problem: { effect: "none", code: "PINNED_MESSAGE_EXISTS" },
  });
  expect(here.standIn.control.pins(here.chat)).toEqual([byHand]);
});

test("what was pinned by hand already is not taken for the bot's own pin", async () => {
  const here = await bench();
  const message = await say(here, here.chat);
  here.standIn.control.pinByHand(message);
  const pinned = await here.platform.ports.pin({ chat: here.chat, message }, { signal });
  expect(pinned).toMatchObject({ value: { state: "already", by: { kind: "app" } } });
});

test("when the new pin fails, the old one is pinned again", async () => {
  const here = await bench();
  const [old, next] = [await say(here, here.chat, "old"), await say(here, here.chat, "next")];
  await here.platform.ports.pin({ chat: here.chat, message: old }, { signal });
  here.standIn.control.fault({
    method: "POST",
    path: `/messages/${next}/pin`,
    trouble: {
      kind: "answer",
      afterEffect: false,
      answer: { status: 403, body: { RC: 403, RM: "Forbidden" } },
    },
  });
  const pinned = await here.platform.ports.pin(
    { chat: here.chat, message: next },
    { signal, replace: old },
  );
  expect(pinned).toMatchObject({ problem: { reason: "pin-for-admins-only", effect: "none" } });
  expect(here.standIn.control.pins(here.chat)).toEqual([old]);
});

test("when the old pin cannot come back either, that is not hidden", async () => {
  const here = await bench();
  const [old, next] = [await say(here, here.chat, "old"), await say(here, here.chat, "next")];
  await here.platform.ports.pin({ chat: here.chat, message: old }, { signal });
  here.standIn.control.fault({
    method: "POST",
    path: "/pin",
    trouble: {
      kind: "answer",
      afterEffect: false,
      answer: { status: 403, body: { RC: 403, RM: "Forbidden" } },
    },
  });
  const pinned = await here.platform.ports.pin(
    { chat: here.chat, message: next },
    { signal, replace: old },
  );
  expect(pinned).toMatchObject({ problem: { effect: "maybe" } });
  expect(here.lines.map(({ message }) => message)).toContain(
    "the pin that gave way could not be put back",
  );
});

test("a pin that gave way to another by hand is not brought back: the one that stands gives way", async () => {
  const here = await bench();
  const ids = [];
  for (const text of ["remembered", "by hand", "next"]) ids.push(await say(here, here.chat, text));
  const [remembered, byHand, next] = ids;
  if (remembered === undefined || byHand === undefined || next === undefined) throw new Error();
  await here.platform.ports.pin({ chat: here.chat, message: remembered }, { signal });
  here.standIn.control.pinByHand(byHand);
  const pinned = await here.platform.ports.pin(
    { chat: here.chat, message: next },
    { signal, replace: remembered },
  );
  expect(pinned).toMatchObject({ value: { state: "applied", replaced: byHand } });
  expect(here.standIn.control.pins(here.chat)).toEqual([next]);
});
