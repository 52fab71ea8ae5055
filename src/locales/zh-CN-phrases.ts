import type { Rich, Span, Words } from "../core/answers/rich.ts";
import type { Who } from "../core/answers/sentences.ts";
import type { Role } from "../core/permissions/roles.ts";

export const words = (...lines: readonly Rich[]): Words => ({ lines });

export const roleNames: Readonly<Record<Role, string>> = {
  owner: "群主",
  admin: "管理员",
  moderator: "协管员",
  member: "普通成员",
};

export const allowed: Readonly<Record<Role, string>> = {
  owner: "群主",
  admin: "群主和管理员",
  moderator: "群主、管理员和协管员",
  member: "群成员",
};

export const who = (person: Who): string => {
  switch (person.kind) {
    case "person":
      return person.name;
    case "bot":
      return "我";
    case "someone":
      return "一位成员";
  }
};

/** 句中的名字，两边空开。 */
export const name = (person: Who): string =>
  person.kind === "person" ? ` ${person.name} ` : who(person);

/** 与这句话有关的人：知道是谁的话，会提醒到本人。 */
export const told = (person: Who): Span =>
  person.kind === "person" && person.id !== undefined
    ? { mention: person.id, name: person.name }
    : who(person);
