import type { Log } from "../../core/log.ts";
import type { Observer } from "../../core/observer.ts";
import type { Intake } from "../../core/platform.ts";
import { decodeDelivery } from "./decode.ts";
import type { FeishuClick, FeishuSelf, IgnoredBecause } from "./decoded.ts";

/** What a clicking client is shown (Feishu docs: card-callback-communication); `{}` changes nothing. */
export interface ClickAnswer {
  readonly toast?: {
    readonly type: "info" | "success" | "warning" | "error";
    readonly content: string;
  };
  readonly card?: { readonly type: "raw"; readonly data: Readonly<Record<string, unknown>> };
}

/** Answers a click within 3 s; the platform does not repeat clicks. A rejection shows the client an error. */
export type ClickHandler = (click: FeishuClick) => Promise<ClickAnswer>;

export interface ReceptionOptions {
  /** Asked for every delivery, since the open id is learned later than deliveries may begin. */
  readonly self: () => FeishuSelf;
  /** Deliveries wait for it before anything is done with them; its rejection is theirs. */
  readonly admit?: () => Promise<void>;
  readonly intake: Intake;
  readonly onClick?: ClickHandler | undefined;
  readonly observer: Observer;
  readonly log: Log;
}

export type Received =
  | { readonly kind: "taken" }
  | { readonly kind: "answered"; readonly answer: ClickAnswer }
  | { readonly kind: "ignored"; readonly why: IgnoredBecause }
  | { readonly kind: "junk" };

/** Rejected when the delivery could not be kept: the platform should deliver it again. */
export type Receive = (raw: unknown) => Promise<Received>;

const taken: Received = { kind: "taken" };
const junk: Received = { kind: "junk" };
const nothing: Received = { kind: "answered", answer: {} };

/**
 * Where both transports hand over what they proved to come from the platform: decoded, then given to the intake
 * or the click handler. Counts what core never sees (ignored and unreadable deliveries); core counts the rest.
 */
export function createReception(options: ReceptionOptions): Receive {
  const { self, admit, intake, onClick, observer, log } = options;
  return async (raw) => {
    await admit?.();
    const decoded = decodeDelivery(raw, self());
    switch (decoded.kind) {
      case "event":
        await intake(decoded.event);
        return taken;
      case "click":
        if (onClick === undefined) return nothing;
        return { kind: "answered", answer: await onClick(decoded.click) };
      case "ignored":
        observer.delivery({
          platform: "feishu",
          kind: decoded.why === "other-app" ? "refused" : "other",
        });
        return decoded;
      case "junk":
        observer.delivery({ platform: "feishu", kind: "junk" });
        log.debug({ why: decoded.why }, "a delivery is not what the platform documents");
        return junk;
    }
  };
}
