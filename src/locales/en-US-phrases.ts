import type { Rich, Span, Words } from "../core/answers/rich.ts";
import type { Who } from "../core/answers/sentences.ts";
import type { Role } from "../core/permissions/roles.ts";

export const words = (...lines: readonly Rich[]): Words => ({ lines });

export const roleNames: Readonly<Record<Role, string>> = {
  owner: "the owner",
  admin: "an admin",
  moderator: "a moderator",
  member: "a member",
};

export const allowed: Readonly<Record<Role, string>> = {
  owner: "the owner",
  admin: "the owner and admins",
  moderator: "the owner, admins and moderators",
  member: "members",
};

export const who = (person: Who): string => {
  switch (person.kind) {
    case "person":
      return person.name;
    case "bot":
      return "me";
    case "someone":
      return "a member";
  }
};

/** Somebody whom a sentence concerns: they are told that they were named, where it is known who they are. */
export const told = (person: Who): Span =>
  person.kind === "person" && person.id !== undefined
    ? { mention: person.id, name: person.name }
    : who(person);
