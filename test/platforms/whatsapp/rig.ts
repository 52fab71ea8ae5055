import { type Clock, systemClock } from "../../../src/core/clock.ts";
import type { ChatEvent } from "../../../src/core/events.ts";
import type { ChatId, MessageId } from "../../../src/core/ids.ts";
import type { Log } from "../../../src/core/log.ts";
import { type Observer, silentObserver } from "../../../src/core/observer.ts";
import type { Platform } from "../../../src/core/platform.ts";
import {
  createWhatsappPlatform,
  type WhatsappPlatformConfig,
} from "../../../src/platforms/whatsapp/platform.ts";

export const webhookAuth = "Bearer 0f4c1c1e-hook";

/** Everything that was logged, as text. */
export const recordingLog = (): Log & { readonly text: () => string } => {
  const lines: string[] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  const log = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: () => log,
    text: () => lines.join("\n"),
  };
  return log;
};

export interface Rig {
  readonly platform: Platform;
  readonly events: ChatEvent[];
  readonly log: ReturnType<typeof recordingLog>;
  readonly observed: string[];
  /** Makes the intake reject while it is set. */
  readonly intake: { fails: boolean };
  post(body: unknown, authorization?: string): Promise<number>;
}

/** A platform whose events are recorded. */
export const createRig = (
  config: Partial<WhatsappPlatformConfig> & Pick<WhatsappPlatformConfig, "url">,
): Rig => {
  const events: ChatEvent[] = [];
  const observed: string[] = [];
  const log = recordingLog();
  const intake = { fails: false };
  const observer: Observer = {
    ...silentObserver,
    apiCall: ({ api, code }) => void observed.push(`${api} ${code}`),
    delivery: ({ kind }) => void observed.push(`delivery ${kind}`),
    refusedAsTooFast: ({ api }) => void observed.push(`too fast ${api}`),
    linkReconnected: () => void observed.push("reconnected"),
  };
  const platform = createWhatsappPlatform({
    instance: "steward",
    token: "a1b2c3d4-token",
    webhookAuth,
    clock: systemClock satisfies Clock,
    observer,
    log,
    random: () => 0,
    ...config,
  });
  const take = (event: ChatEvent): Promise<void> => {
    if (intake.fails) return Promise.reject(new Error("the store is down"));
    events.push(event);
    return Promise.resolve();
  };
  const start = platform.start;
  return {
    platform: { ...platform, start: () => start(take, () => Promise.resolve({})) },
    events,
    log,
    observed,
    intake,
    post: async (body, authorization = webhookAuth) => {
      const answer = await platform.webhook?.handle({
        headers: { authorization, "content-type": "application/json" },
        body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
      });
      return answer?.status ?? 0;
    },
  };
};

/** Starts without anything to call: `start` of the platform with the recording intake. */
export const started = async (rig: Rig): Promise<Rig> => {
  await rig.platform.start(
    () => Promise.resolve(),
    () => Promise.resolve({}),
  );
  return rig;
};

export const options = () => ({ signal: AbortSignal.timeout(10_000) });
export const ref = (chat: string, message: string) => ({
  chat: chat as ChatId,
  message: message as MessageId,
});
