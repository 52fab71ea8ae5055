import type { Who } from "../core/answers/sentences.ts";
import type { Powers } from "../core/command.ts";
import type { UserId } from "../core/ids.ts";
import type { Actor } from "../core/platform.ts";

/** How a member is shown: by name where it can be had. */
export const member = async (
  powers: Pick<Powers, "nameOf">,
  user: UserId | undefined,
): Promise<Who> => {
  const name = user === undefined ? undefined : await powers.nameOf(user);
  return name === undefined ? { kind: "someone" } : { kind: "person", name };
};

/** How somebody who was mentioned is shown: some platforms mention without a name. */
export const mentioned = (
  powers: Pick<Powers, "nameOf">,
  { id, name }: { readonly id: UserId; readonly name: string },
): Promise<Who> | Who => (name === "" ? member(powers, id) : { kind: "person", name });

/** How whoever acted is shown. */
export const actor = (
  powers: Pick<Powers, "nameOf">,
  who: Actor | undefined,
): Promise<Who> | Who =>
  who?.kind === "self"
    ? { kind: "bot" }
    : who?.kind === "user"
      ? member(powers, who.user)
      : { kind: "someone" };
