import { type Answer, refusal } from "../answer.ts";
import { isCardV2 } from "./card.ts";
import { prepareCard } from "./content.ts";
import { replaceContent } from "./edits.ts";
import { isJsonObject, type JsonObject, parseJsonObject } from "./json.ts";
import type { World } from "./world.ts";

/** The card that a message shows, an ordinary or an ephemeral one; `null` when it shows none. */
export function shownCard(world: World, messageId: string): JsonObject | null {
  const ephemeral = world.ephemeral.get(messageId);
  if (ephemeral !== undefined) return isJsonObject(ephemeral.card) ? ephemeral.card : null;
  const message = world.messages.get(messageId);
  return message?.msgType === "interactive" && !message.deleted
    ? parseJsonObject(message.content)
    : null;
}

/** Puts a new card in place of the shown one; the refusal when it is not fit. */
export function applyCard(world: World, messageId: string, next: JsonObject): Answer | null {
  const before = shownCard(world, messageId);
  if (before === null) return refusal(230001, "the message shows no card");
  if (isCardV2(before) && !isCardV2(next)) {
    return refusal(230099, "ErrCode: 200830; ErrMsg: schema v2 card can not change schema v1; ");
  }
  const prepared = prepareCard(world, next);
  if (!prepared.ok) return prepared.answer;
  const ephemeral = world.ephemeral.get(messageId);
  const message = world.messages.get(messageId);
  if (ephemeral !== undefined) {
    ephemeral.card = next;
    world.touch();
  } else if (message !== undefined) {
    replaceContent(world, message, prepared.value);
  }
  return null;
}
