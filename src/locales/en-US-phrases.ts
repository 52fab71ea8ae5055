import type { Rich, Words } from "../core/rich.ts";
import type { Role } from "../core/roles.ts";
import type { Who } from "../core/sentences.ts";

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
