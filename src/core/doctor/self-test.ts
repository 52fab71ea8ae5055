import type { Words } from "../answers/rich.ts";
import type { Clock } from "../clock.ts";
import type { ChatId, MessageId } from "../ids.ts";
import type { CallOptions, Platform, Ports } from "../platform.ts";
import type { Result } from "../result.ts";
import type { FindingOf, SelfTestStep } from "./findings.ts";

/** What the self-test found, and the message on which it was done, unless it could not even be posted. */
export interface SelfTest {
  readonly finding: FindingOf<"self-test">;
  readonly message?: MessageId;
}

/**
 * Does on a message of its own what it does for others: posts it, pins it, unpins it, recalls it. Whatever was
 * posted is recalled again, also when a step between fails. Where only so many pins can stand it pins nothing: a
 * pin of the group's own would give way. Times are in milliseconds, limits and retries included.
 */
export const selfTest = async (request: {
  readonly platform: {
    readonly ports: Pick<Ports, "post" | "pin" | "unpin" | "recall">;
    readonly capabilities: Pick<Platform["capabilities"], "pins">;
  };
  readonly chat: ChatId;
  readonly words: Words;
  /** Makes a repeated post the same post. */
  readonly key: string;
  readonly clock: Clock;
  readonly options: CallOptions;
  /** Between posting and the rest. */
  readonly meanwhile?: () => Promise<void>;
}): Promise<SelfTest> => {
  const { chat, clock, options } = request;
  const { ports, capabilities } = request.platform;
  const mayPin = !Number.isFinite(capabilities.pins.most);
  const steps: FindingOf<"self-test">["facts"]["steps"][number][] = [];

  const take = async <T>(step: SelfTestStep, work: () => Promise<Result<T>>) => {
    const beganMs = clock.now();
    const result = await work();
    const ms = Math.max(0, Math.round(clock.now() - beganMs));
    steps.push({ step, ms, ...(result.ok ? {} : { problem: result.problem.reason }) });
    return result;
  };

  const tryOut = async (message: MessageId): Promise<void> => {
    const ref = { chat, message };
    const pinned = mayPin && (await take("pin", () => ports.pin(ref, options))).ok;
    if (pinned) await take("unpin", () => ports.unpin(ref, options));
    await take("recall", () => ports.recall(ref, options));
  };

  const posted = await take("post", () =>
    ports.post(chat, request.words, { ...options, key: request.key }),
  );
  await request.meanwhile?.();
  if (posted.ok) await tryOut(posted.value);
  const failed = steps.some(({ problem }) => problem !== undefined);
  return {
    finding: { check: "self-test", state: failed ? "failed" : "ok", facts: { steps } },
    ...(posted.ok ? { message: posted.value } : {}),
  };
};
