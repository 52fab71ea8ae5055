import type { World } from "./world.ts";

/** In which of their ids people are named. */
export type IdType = "open_id" | "union_id" | "user_id";

/** A person's id of this type; open_ids of strangers come back as they are. */
export function userIdAs(world: World, openId: string, idType: IdType): string {
  const user = world.users.get(openId);
  if (user === undefined || idType === "open_id") return openId;
  return idType === "union_id" ? user.unionId : user.userId;
}

/** The open_id behind an id of this type, `undefined` for nobody. */
export function openIdOf(world: World, id: string, idType: IdType): string | undefined {
  if (idType === "open_id") return world.users.has(id) ? id : undefined;
  for (const user of world.users.values()) {
    if ((idType === "union_id" ? user.unionId : user.userId) === id) return user.openId;
  }
  return undefined;
}
