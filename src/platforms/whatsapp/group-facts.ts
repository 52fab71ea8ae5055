import type { UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject, listOf, objectOf, stringOf } from "../../core/json.ts";
import type { ChatFacts } from "../../core/platform.ts";
import { type Problem, problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { type Aliases, aliasesIn, type People } from "./people.ts";

/** The gateway answered with success but not with what it documents. */
export const unreadable: Problem = problem("platform-down", { code: "junk" });

/** Only these may be in what the gateway says of a chat, besides whether the bot's own number is known. */
export interface GroupReading {
  readonly people: People;
  /** The bot's own ids; none until the gateway told them. */
  readonly self: readonly UserId[];
}

/** The group stands in the answer itself, or under `group` or `data`: which of them is not documented. */
const groupIn = (body: JsonObject): JsonObject | undefined =>
  [body, body.group, body.data, objectOf(body.data).group]
    .filter(isJsonObject)
    .find(({ participants }) => Array.isArray(participants));

interface Participant {
  readonly aliases: Aliases;
  readonly role: "owner" | "admin" | "member";
}

const participantIn = (value: unknown): Participant | undefined => {
  const aliases = aliasesIn(value);
  if (aliases === undefined || !isJsonObject(value)) return undefined;
  const role = value.isSuperAdmin === true ? "owner" : value.isAdmin === true ? "admin" : "member";
  return { aliases, role };
};

const participantsIn = (group: JsonObject): readonly Participant[] =>
  listOf(group.participants)
    .map(participantIn)
    .filter((one) => one !== undefined);

/** Whether somebody is in the group, under any of their ids. Source: RyzeAPI docs, groups/info. */
export const isParticipant = (body: JsonObject, ids: readonly UserId[]): Result<boolean> => {
  const group = groupIn(body);
  if (group === undefined) return fail(unreadable);
  return ok(participantsIn(group).some(({ aliases }) => aliases.some((id) => ids.includes(id))));
};

/**
 * What `group/info` says of a group. Super admins are its owners. Each person is in the lists under all ids that
 * are known of them, since what they write may come under any. Source: RyzeAPI docs, groups/overview, groups/info.
 */
export const groupFacts = (body: JsonObject, { people, self }: GroupReading): Result<ChatFacts> => {
  const group = groupIn(body);
  if (group === undefined) return fail(unreadable);
  const participants = participantsIn(group);
  for (const { aliases } of participants) people.meet(aliases);
  const idsOf = (role: Participant["role"]): readonly UserId[] => [
    ...new Set(
      participants
        .filter((one) => one.role === role)
        .flatMap(({ aliases: [first, ...others] }) => [
          first,
          ...others,
          ...people.aliasesOf(first),
        ]),
    ),
  ];
  const own = participants.find(({ aliases }) => aliases.some((id) => self.includes(id)));
  const name = stringOf(group.name);
  return ok({
    ...(name === undefined ? {} : { name }),
    kind: "group",
    owners: idsOf("owner"),
    admins: idsOf("admin"),
    botRole: own?.role ?? "unknown",
    topics: false,
    external: false,
  });
};

/** What there is to say of a chat between two: nobody has a role in it. */
export const directFacts: ChatFacts = {
  kind: "direct",
  owners: [],
  admins: [],
  botRole: "member",
  topics: false,
  external: false,
};
