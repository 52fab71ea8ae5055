import { expect, test } from "vitest";
import type { UserId } from "../../../src/core/ids.ts";
import { aliasesIn, createPeople } from "../../../src/platforms/whatsapp/people.ts";

const phone = "5511999990000@s.whatsapp.net" as UserId;
const lid = "123456789012345@lid" as UserId;

test("the phone comes first, whichever field holds it", () => {
  expect(aliasesIn({ jid: lid, lid: phone })).toEqual([phone, lid]);
  expect(aliasesIn({ jid: lid, lid })).toEqual([lid]);
  expect(aliasesIn({ jid: "120363000000000001@g.us" })).toBeUndefined();
  expect(aliasesIn("x")).toBeUndefined();
});

test("somebody stays the one that they were met as", () => {
  const people = createPeople();

  expect(people.meet([lid])).toBe(lid);
  expect(people.meet([phone, lid])).toBe(lid);
  expect(people.meet([phone])).toBe(lid);
  expect(new Set(people.aliasesOf(phone))).toEqual(new Set([phone, lid]));
});

test("two who turn out to be one are one under every id", () => {
  const people = createPeople();
  people.meet([lid]);
  people.meet([phone]);
  people.meet([lid, phone]);

  expect(people.meet([phone])).toBe(lid);
  expect(people.aliasesOf(phone)).toEqual([lid, phone]);
});

test("forgets whom it has not seen for longest", () => {
  const people = createPeople(2);
  people.meet([phone, lid]);
  people.meet(["5511888880000@s.whatsapp.net" as UserId]);

  expect(people.meet([lid])).toBe(phone);
  expect(people.aliasesOf(phone)).toEqual([phone]);
});
