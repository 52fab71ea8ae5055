import { type JsonObject, listOf } from "../../core/json.ts";
import { type Decoded, type DecodingContext, junk } from "./decoded.ts";
import { groupId } from "./ids.ts";
import { aliasesIn, nameIn } from "./people.ts";
import { timestampMs } from "./timestamp.ts";

/** Decodes the data of `group.flow`: who came, went or was given a role, and other changes of a group. */
export const decodeGroupFlow = (
  data: JsonObject,
  { self, people, names }: DecodingContext,
  nowMs: number,
): Decoded => {
  const chat = groupId(data.groupJid);
  if (chat === undefined) return junk("no group id");
  const atMs = timestampMs(data.timestamp) ?? nowMs;
  const participants = listOf(data.participants);
  for (const participant of participants) {
    const aliases = aliasesIn(participant);
    const name = nameIn(participant);
    if (aliases === undefined) continue;
    people.meet(aliases);
    if (name !== undefined) for (const id of aliases) names.saw(chat, id, name);
  }
  const aboutBot = participants.some((one) => aliasesIn(one)?.some((id) => self.includes(id)));
  if (data.type === "delete") return { kind: "event", event: { type: "chat-gone", chat, atMs } };
  if (aboutBot && data.type === "left") {
    return { kind: "event", event: { type: "bot-removed", chat, atMs } };
  }
  if (aboutBot && data.type === "joined") {
    return { kind: "event", event: { type: "bot-added", chat, atMs } };
  }
  return { kind: "event", event: { type: "chat-changed", chat } };
};
