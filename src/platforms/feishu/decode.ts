import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { decodeChatChanged, decodeMembership, decodeRecalled } from "./decode-chat-event.ts";
import { decodeClick } from "./decode-click.ts";
import { epochMs, epochMsFromSeconds } from "./decode-field.ts";
import { decodeMessage } from "./decode-message.ts";
import { type Decoded, type FeishuSelf, ignored, junk } from "./decoded.ts";

interface Envelope {
  readonly type: string;
  readonly appId: unknown;
  readonly time: number | undefined;
  readonly event: unknown;
}

/** Both generations of envelopes: `{schema, header, event}`, and `{uuid, token, ts, type: "event_callback", event}`. */
function openEnvelope(raw: JsonObject): Envelope | Decoded {
  const { header, event } = raw;
  if (isJsonObject(header)) {
    const type = header.event_type;
    if (typeof type !== "string" || type === "") return junk("no-event-type");
    return { type, appId: header.app_id, time: epochMs(header.create_time), event };
  }
  if (raw.type !== "event_callback") return ignored("not-an-event");
  if (!isJsonObject(event)) return junk("no-event-body");
  const type = event.type;
  if (typeof type !== "string" || type === "") return junk("no-event-type");
  return { type, appId: event.app_id, time: epochMsFromSeconds(raw.ts), event };
}

function decodeEvent(
  type: string,
  event: JsonObject,
  at: { time: number | undefined; self: FeishuSelf },
): Decoded {
  switch (type) {
    case "im.message.receive_v1":
      return decodeMessage(event, at.time, at.self);
    case "im.message.recalled_v1":
      return decodeRecalled(event, at.time);
    case "im.chat.member.bot.added_v1":
      return decodeMembership(event, at.time, "bot-added");
    case "im.chat.member.bot.deleted_v1":
      return decodeMembership(event, at.time, "bot-removed");
    case "im.chat.disbanded_v1":
      return decodeMembership(event, at.time, "chat-gone");
    case "im.chat.updated_v1":
    case "im.chat.member.user.added_v1":
    case "im.chat.member.user.deleted_v1":
    case "im.chat.member.user.withdrawn_v1":
      return decodeChatChanged(event);
    case "card.action.trigger":
      return decodeClick(event, at.time);
    default:
      return ignored("other-event-type");
  }
}

/**
 * Makes a `ChatEvent` of a delivery as the platform sends it: the whole envelope, not what the SDK flattens it
 * to. Pure, total (no JSON value makes it throw) and quick: most of what it sees is chatter. Ids pass the strict
 * patterns or the delivery is junk. Feishu docs: event-subscription-guide, event structure.
 */
export function decodeDelivery(raw: unknown, self: FeishuSelf): Decoded {
  if (!isJsonObject(raw)) return junk("not-an-object");
  const envelope = openEnvelope(raw);
  if ("kind" in envelope) return envelope;
  const { type, appId, time, event } = envelope;
  if (typeof appId === "string" && appId !== "" && appId !== self.appId)
    return ignored("other-app");
  if (!isJsonObject(event)) return junk("no-event-body");
  return decodeEvent(type, event, { time, self });
}
