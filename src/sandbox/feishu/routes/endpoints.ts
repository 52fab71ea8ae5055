import type { Endpoint } from "../endpoint.ts";
import { appEndpoints } from "./app.ts";
import { cardEndpoints } from "./cards.ts";
import { chatEndpoints } from "./chats.ts";
import { memberEndpoints } from "./members.ts";
import { messageEndpoints } from "./messages.ts";
import { pinEndpoints } from "./pins.ts";
import { reactionEndpoints } from "./reactions.ts";
import { sendEndpoints } from "./send.ts";

/** Every API that the sandbox speaks. */
export const endpoints: readonly Endpoint[] = [
  ...appEndpoints,
  ...cardEndpoints,
  ...chatEndpoints,
  ...memberEndpoints,
  ...messageEndpoints,
  ...pinEndpoints,
  ...reactionEndpoints,
  ...sendEndpoints,
];
