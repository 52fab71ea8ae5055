import type { UserId } from "../../core/ids.ts";
import { isJsonObject, stringOf } from "../../core/json.ts";
import { isPhone, userId } from "./ids.ts";

/**
 * Somebody as the gateway names them: by phone (`…@s.whatsapp.net`), by an opaque id (`…@lid`), or by both.
 * Its field `jid` may hold either.
 */
export type Aliases = readonly [UserId, ...UserId[]];

/** The ids of a person in `{jid, lid}`, the phone first; nothing when there is none. */
export const aliasesIn = (person: unknown): Aliases | undefined => {
  if (!isJsonObject(person)) return undefined;
  const ids = new Set([userId(person.jid), userId(person.lid)]);
  ids.delete(undefined);
  const [first, ...others] = ([...ids] as UserId[]).sort(
    (one, other) => Number(isPhone(other)) - Number(isPhone(one)),
  );
  return first === undefined ? undefined : [first, ...others];
};

export const nameIn = (person: unknown): string | undefined =>
  isJsonObject(person) ? stringOf(person.name)?.trim().slice(0, 100) || undefined : undefined;

/** Which ids belong to one person, so that a person is the same one whichever id they come under. */
export interface People {
  /** The one id that core knows this person by. */
  meet(aliases: Aliases): UserId;
  /** All ids of the person with this one, first the one that core knows them by. */
  aliasesOf(id: UserId): Aliases;
}

interface Person {
  /** Under which core met them first, and so for as long as this process remembers. */
  readonly known: UserId;
  readonly ids: Set<UserId>;
}

/**
 * Learns from everything that comes in. The id under which somebody is met first stays, because a command that is
 * under way carries it. Beyond `capacity` ids the longest unseen go; they are learned again when they write.
 */
export const createPeople = (capacity = 50_000): People => {
  const people = new Map<UserId, Person>();

  const remember = (id: UserId, person: Person): void => {
    people.delete(id);
    people.set(id, person);
    const oldest = people.keys().next();
    if (people.size > capacity && !oldest.done) people.delete(oldest.value);
  };

  return {
    meet: (aliases) => {
      const met = aliases.map((id) => people.get(id)).filter((person) => person !== undefined);
      const [first, ...others] = met;
      const person = first ?? { known: aliases[0], ids: new Set<UserId>() };
      // Two who turn out to be one bring all their ids along.
      for (const id of new Set([...others.flatMap(({ ids }) => [...ids]), ...aliases])) {
        person.ids.add(id);
        remember(id, person);
      }
      return person.known;
    },
    aliasesOf: (id) => {
      const person = people.get(id);
      if (person === undefined) return [id];
      return [person.known, ...[...person.ids].filter((other) => other !== person.known)];
    },
  };
};
