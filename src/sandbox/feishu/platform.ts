import type { CallLog } from "./calls.ts";
import type { CardTokens } from "./card-tokens.ts";
import type { Faults } from "./faults.ts";
import type { Gateway } from "./gateway.ts";
import type { Limits } from "./limits.ts";
import type { Tokens } from "./tokens.ts";
import type { OncePerUuid } from "./world/once.ts";
import type { World } from "./world/world.ts";

/** Everything that an API call can touch. */
export interface Platform {
  readonly world: World;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly calls: CallLog;
  readonly cardTokens: CardTokens;
  readonly once: OncePerUuid;
  readonly gateway: Gateway;
  /** `127.0.0.1:3400`: where the sandbox listens. */
  readonly address: () => string;
  /** Waits as long as the platform takes to work on a call. */
  readonly pause: () => Promise<void>;
}
