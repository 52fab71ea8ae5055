import type { UserId } from "../../core/ids.ts";
import { isJsonObject, type JsonObject, listOf, momentOf, stringOf } from "../../core/json.ts";
import type { Actor, ChatFacts, MessageFacts } from "../../core/platform.ts";
import { type Problem, problem } from "../../core/problem.ts";
import { fail, ok, type Result } from "../../core/result.ts";
import { excerptOf } from "../../core/text/excerpt.ts";
import { chatId, madeAtMs, messageId, userIdOf } from "./ids.ts";
import { oneLine, wordsOf } from "./plain-text.ts";

/** The platform answered with success but not with what it documents. */
export const unreadable: Problem = problem("platform-down", { code: "junk" });

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

/** `isSuperuser`: the asking client is admin, owner or manager; it tells of the bot and of nobody else. */
const botRoleOf = (
  room: JsonObject,
  standing: {
    readonly bot: UserId;
    readonly owners: readonly UserId[];
    readonly admins: readonly UserId[];
  },
): ChatFacts["botRole"] => {
  if (standing.owners.includes(standing.bot)) return "owner";
  if (standing.admins.includes(standing.bot) || room.isSuperuser === true) return "admin";
  const told = "owner" in room || "managers" in room || room.isSuperuser === false;
  return told ? "member" : "unknown";
};

/**
 * What `GET /rooms/:id` says of a room. Owner and managers alone make roles: `memberProperties[].role` is a
 * property that members may change themselves, so it is never looked at. Source: IMKit docs, Get a Room and Model.
 */
export const roomFacts = (room: JsonObject, bot: UserId): Result<ChatFacts> => {
  if (chatId(room._id) === undefined) return fail(unreadable);
  const name = stringOf(room.name);
  const owner = userIdOf(room.owner);
  const owners = owner === undefined ? [] : [owner];
  const admins = unique(listOf(room.managers).flatMap((one) => userIdOf(one) ?? []));
  return ok({
    ...(name === undefined ? {} : { name }),
    kind: room.roomType === "direct" ? "direct" : "group",
    owners,
    admins,
    botRole: botRoleOf(room, { bot, owners, admins }),
    topics: false,
    external: false,
  });
};

/** Display names of the members that have one. */
export const namesOf = (room: JsonObject): ReadonlyMap<UserId, string> =>
  new Map(
    listOf(room.members)
      .slice(0, 500)
      .map((member) => {
        const user = userIdOf(member);
        const name = isJsonObject(member) ? stringOf(member.nickname) : undefined;
        return user === undefined || name === undefined ? undefined : ([user, name] as const);
      })
      .filter((one) => one !== undefined),
  );

/** Everybody in the room, with a name or without. */
export const membersOf = (room: JsonObject): readonly UserId[] =>
  listOf(room.members).flatMap((one) => userIdOf(one) ?? []);

/** A message stays when it is recalled, without its words and with another type. */
export const isRecalled = (message: JsonObject): boolean => message.messageType === "recall";

/** Today's name of the flag and the old one; absent where the platform does not tell. */
export const pinnedOf = (message: JsonObject): boolean | undefined => {
  const flag = message.pinned ?? message.isPined;
  return typeof flag === "boolean" ? flag : undefined;
};

export const isRobot = (sender: unknown): boolean =>
  isJsonObject(sender) && sender.isRobot === true;

/** Once recalled, `sender` is whoever recalled it: then the author is not known. */
const authorOf = (message: JsonObject, bot: UserId): Actor | undefined => {
  if (isRecalled(message)) return undefined;
  const user = userIdOf(message.sender);
  if (user === bot) return { kind: "self" };
  if (isRobot(message.sender)) return { kind: "app" };
  return user === undefined ? undefined : { kind: "user", user };
};

/** What a message of a room says. Source: IMKit docs, Get Messages by Room and Message Format. */
export const messageFacts = (message: JsonObject, bot: UserId): Result<MessageFacts> => {
  const id = messageId(message._id);
  const chat = chatId(message.room);
  if (id === undefined || chat === undefined) return fail(unreadable);
  const author = authorOf(message, bot);
  const gone = isRecalled(message);
  const words = gone ? undefined : wordsOf(message.message);
  const excerpt = words === undefined ? undefined : excerptOf(oneLine(words));
  return ok({
    chat,
    message: id,
    ...(author === undefined ? {} : { author }),
    gone,
    sentAtMs: momentOf(message.messageTimeMS) ?? momentOf(message.createdAtMS) ?? madeAtMs(id),
    ...(excerpt === undefined ? {} : { excerpt }),
    ...(words === undefined ? {} : { text: words }),
  });
};
