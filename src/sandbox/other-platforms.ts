import { randomBytes } from "node:crypto";
import { fillImkit } from "./imkit/ready-made.ts";
import { showImkit } from "./imkit/shown.ts";
import { startImkitStandIn } from "./imkit/stand-in.ts";
import { createPastClock } from "./past-clock.ts";
import type { ShownWorld } from "./shown-world.ts";
import { fillWhatsapp } from "./whatsapp/ready-made.ts";
import { showWhatsapp } from "./whatsapp/shown.ts";
import { startRyzeapiStandIn } from "./whatsapp/stand-in.ts";

/** How a bot reaches the IMKit look-alike, and how it is reached. */
interface ImkitAccess {
  readonly name: string;
  readonly url: string;
  readonly clientKey: string;
  readonly apiKey: string;
  readonly botId: string;
  readonly webhookSecret: string;
}

/** How a bot reaches the RyzeAPI look-alike, and how it is reached. */
interface WhatsappAccess {
  readonly name: string;
  readonly url: string;
  readonly instance: string;
  readonly token: string;
  readonly webhookAuth: string;
  readonly webhookPath: string;
}

/** The look-alikes beside Feishu's, each with a group to talk in and the bot among its admins. */
export interface OtherPlatforms {
  readonly worlds: readonly ShownWorld[];
  readonly imkit: ImkitAccess;
  readonly whatsapp: WhatsappAccess;
  /** The room and the group that they begin with. */
  readonly chats: { readonly imkit: string; readonly whatsapp: string };
  /** Lets them deliver to the bot's HTTP server; its base URL without a slash at the end. */
  deliverTo(botUrl: string): void;
  close(): Promise<void>;
}

const webhookPath = "/webhook/whatsapp";

/** Starts them on free ports of this machine. */
export const startOtherPlatforms = async (): Promise<OtherPlatforms> => {
  const clock = createPastClock(Date.now);
  const [imkit, whatsapp] = await Promise.all([
    startImkitStandIn({ botName: "群管家", now: clock.now }),
    startRyzeapiStandIn({ botName: "Steward", now: clock.now }),
  ]);
  const { room } = fillImkit(imkit, clock);
  const { group } = fillWhatsapp(whatsapp, clock);
  const webhookSecret = randomBytes(24).toString("base64url");
  const webhookAuth = `Bearer ${randomBytes(24).toString("base64url")}`;
  return {
    worlds: [showImkit(imkit), showWhatsapp(whatsapp)],
    imkit: {
      name: "sandbox-imkit",
      url: imkit.url,
      clientKey: imkit.clientKey,
      apiKey: imkit.apiKey,
      botId: imkit.botId,
      webhookSecret,
    },
    whatsapp: {
      name: "sandbox-whatsapp",
      url: whatsapp.url,
      instance: whatsapp.instance,
      token: whatsapp.token,
      webhookAuth,
      webhookPath,
    },
    chats: { imkit: room, whatsapp: group },
    deliverTo: (botUrl) => {
      imkit.control.setWebhook(`${botUrl}/webhook/imkit/${webhookSecret}`);
      whatsapp.control.setWebhook({ url: `${botUrl}${webhookPath}`, authorization: webhookAuth });
    },
    close: async () => {
      await Promise.all([imkit.close(), whatsapp.close()]);
    },
  };
};
