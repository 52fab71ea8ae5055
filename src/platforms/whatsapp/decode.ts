import { isJsonObject, type JsonObject, stringOf } from "../../core/json.ts";
import { decodeGroupFlow } from "./decode-group-flow.ts";
import { decodeMessage } from "./decode-message.ts";
import { type Decoded, type DecodingContext, ignored, junk } from "./decoded.ts";

/** States in which messages come and go. Others (pairing, logged out, banned, unknown ones) count as down. */
const connectedStates = new Set(["connected", "open", "online"]);

const decodeInstanceState = (data: JsonObject): Decoded => {
  const state = stringOf(data.state) ?? stringOf(data.status);
  if (state === undefined) return junk("no state");
  // A word of the gateway's, shown in the log: kept to the form of one.
  const word = /^[A-Za-z_-]{1,32}$/.test(state) ? state.toLowerCase() : "other";
  return { kind: "link", connected: connectedStates.has(word), state: word };
};

/**
 * What a delivery means. Takes only the fields that it needs: the rest of it, the instance's own token among that,
 * goes no further. Source: RyzeAPI docs, events/overview.
 */
export const decodeDelivery = (
  delivery: unknown,
  context: DecodingContext,
  nowMs: number,
): Decoded => {
  if (!isJsonObject(delivery)) return junk("not an object");
  const { event, data } = delivery;
  if (typeof event !== "string") return junk("no event");
  if (!["message.exchange", "group.flow", "instance.state"].includes(event)) {
    return ignored("unknown-event");
  }
  if (!isJsonObject(data)) return junk("no data");
  if (event === "message.exchange") return decodeMessage(data, context);
  if (event === "group.flow") return decodeGroupFlow(data, context, nowMs);
  return decodeInstanceState(data);
};
