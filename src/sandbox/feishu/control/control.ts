import type { z } from "zod";
import type { CallState, SandboxRole, SandboxState } from "../../state.ts";
import { type Answer, success } from "../answer.ts";
import type { Arrival } from "../calls.ts";
import type { Delivery, Subscription } from "../delivery.ts";
import type { ClientConfig } from "../link-tickets.ts";
import type { Platform } from "../platform.ts";
import { createWebhookTransport, verifyTarget } from "../webhook-push.ts";
import { unable } from "../world/hand-acts.ts";
import { act as actInWorld } from "./act.ts";
import {
  type Action,
  type ActionBody,
  actionBody,
  type ClickBody,
  clickBody,
  type FaultBody,
  faultBody,
  type SayBody,
  sayBody,
} from "./bodies.ts";
import { type ClickResult, click as clickCard } from "./click.ts";
import { say as sayInWorld } from "./say.ts";
import { createStateView } from "./state-of.ts";

/**
 * What `POST /sandbox/*` does, for code in the same process. Bodies are the same. A refused act throws an
 * `Error` with the reason, as it is a mistake of the test that asked for it; use `try…` to look at refusals.
 */
export interface SandboxControl {
  say(body: SayBody): { readonly message_id: string };
  click(body: ClickBody): Promise<ClickResult>;
  act(body: ActionBody): Readonly<Record<string, unknown>>;
  /** The same as `act`, also for pointing the subscription at a webhook, which has to answer first. */
  actAsync(body: ActionBody): Promise<Readonly<Record<string, unknown>>>;
  /** Makes a group and returns its id. */
  addChat(body: Omit<Extract<ActionBody, { action: "new_chat" }>, "action">): string;
  /** Makes a person and returns their open_id. */
  addUser(name: string): string;
  setBotRole(chatId: string, role: SandboxRole): void;
  setScope(name: string, granted: boolean): void;
  fault(body: FaultBody): void;
  /** What clients are told about pings and reconnecting from now on; seconds. */
  setClientConfig(next: Partial<ClientConfig>): void;
  state(): SandboxState;
  /** Every call still remembered, oldest first. */
  calls(): readonly CallState[];
  /** When each authenticated call arrived, refused ones too; for checking limits. */
  arrivals(): readonly Arrival[];
  clearLogs(): void;
  /** Events waiting for redelivery. */
  waiting(): number;
  /** The same acts with their refusals as values; bodies of any shape. */
  trySay(body: unknown): Answer;
  tryClick(body: unknown): Promise<Answer>;
  tryAct(body: unknown): Promise<Answer>;
  tryFault(body: unknown): Answer;
}

/** Tells what is wrong with a control body, field by field. */
function malformed(error: z.ZodError): Answer {
  const problems = error.issues.map((issue) => {
    const field = issue.path.join(".");
    return field === "" ? issue.message : `${field}: ${issue.message}`;
  });
  return { code: 1, msg: problems.join("; "), error: { problems } };
}

function dataOf(answer: Answer): Readonly<Record<string, unknown>> {
  if (answer.code !== 0)
    throw new Error(`the sandbox refused: ${answer.msg} (code ${answer.code})`);
  return answer.data as Readonly<Record<string, unknown>>;
}

/** The control of one running sandbox. */
export function createControl(options: {
  readonly platform: Platform;
  readonly delivery: Delivery;
  readonly websocket: Subscription;
  readonly ackTimeoutMs: number;
  readonly subscribe: (subscription: Subscription) => void;
}): SandboxControl {
  const { platform, delivery } = options;
  const { world } = platform;
  const state = createStateView(platform);

  async function setSubscription(
    action: Extract<Action, { action: "set_subscription" }>,
  ): Promise<Answer> {
    if (action.mode === "websocket") {
      options.subscribe(options.websocket);
      return success();
    }
    if (action.url === undefined) return unable("url: a webhook needs an address");
    const { protocol, hostname } = new URL(action.url);
    const loopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    if (protocol !== "http:" || !loopback) return unable("url: only http to this machine");
    const target = {
      url: action.url,
      encryptKey: action.encrypt_key,
      verificationToken: action.verification_token,
    };
    if (!(await verifyTarget(target, world.now()))) {
      return unable("url: it did not answer the challenge within one second");
    }
    const transport = createWebhookTransport(target, {
      timeoutMs: options.ackTimeoutMs,
      now: world.now,
    });
    options.subscribe({ transport, token: action.verification_token ?? "" });
    return success();
  }

  function actNow(body: unknown): Answer {
    const parsed = actionBody.safeParse(body);
    if (!parsed.success) return malformed(parsed.error);
    if (parsed.data.action === "set_subscription") return unable("use actAsync for this");
    return actInWorld(world, parsed.data);
  }

  async function tryAct(body: unknown): Promise<Answer> {
    const parsed = actionBody.safeParse(body);
    if (!parsed.success) return malformed(parsed.error);
    if (parsed.data.action === "set_subscription") return setSubscription(parsed.data);
    return actInWorld(world, parsed.data);
  }

  function trySay(body: unknown): Answer {
    const parsed = sayBody.safeParse(body);
    return parsed.success ? sayInWorld(world, parsed.data) : malformed(parsed.error);
  }

  async function tryClick(body: unknown): Promise<Answer> {
    const parsed = clickBody.safeParse(body);
    return parsed.success ? clickCard(platform, delivery, parsed.data) : malformed(parsed.error);
  }

  function tryFault(body: unknown): Answer {
    const parsed = faultBody.safeParse(body);
    if (!parsed.success) return malformed(parsed.error);
    platform.faults.add(parsed.data);
    return success();
  }

  const act = (body: ActionBody) => dataOf(actNow(body));

  return {
    trySay,
    tryClick,
    tryAct,
    tryFault,
    act,
    actAsync: async (body) => dataOf(await tryAct(body)),
    say: (body) => ({ message_id: String(dataOf(trySay(body)).message_id) }),
    async click(body) {
      const answer = await tryClick(body);
      dataOf(answer);
      return answer.data as ClickResult;
    },
    addChat: (body) => String(act({ action: "new_chat", ...body }).chat_id),
    addUser: (name) => String(act({ action: "new_user", name }).open_id),
    setBotRole(chatId, role) {
      act({ action: "set_bot_role", chat_id: chatId, role });
    },
    setScope(name, granted) {
      act({ action: "set_scope", name, granted });
    },
    fault(body) {
      dataOf(tryFault(body));
    },
    setClientConfig: (next) => platform.gateway.setClientConfig(next),
    state,
    calls: () => platform.calls.calls.entries(),
    arrivals: () => platform.calls.arrivals.entries(),
    clearLogs() {
      platform.calls.calls.clear();
      platform.calls.arrivals.clear();
      world.touch();
    },
    waiting: () => delivery.waiting(),
  };
}
