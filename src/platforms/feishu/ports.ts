import type { Clock } from "../../core/clock.ts";
import type { Ports } from "../../core/platform.ts";
import { createAnswers } from "./answers.ts";
import type { FeishuClient } from "./client.ts";
import { createReads } from "./reads.ts";
import { createWrites } from "./writes.ts";

/** Everything that core can ask of one Feishu app. */
export const createPorts = (options: {
  readonly client: FeishuClient;
  readonly appId: string;
  /** Steady: for ages of what is remembered. */
  readonly clock: Clock;
  /** For dates. */
  readonly wallClock: Clock;
}): Ports => ({
  ...createReads(options),
  ...createWrites(options),
  ...createAnswers(options),
});
