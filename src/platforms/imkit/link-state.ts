import type { Clock } from "../../core/clock.ts";
import type { Link } from "../../core/platform.ts";
import type { Problem } from "../../core/problem.ts";

/** Whether the platform can be reached: events come by HTTP push, so calls tell, and a probe while they fail. */
export interface LinkState {
  link(): Link;
  /** A call was answered, or not. */
  heard(problem: Problem | undefined): void;
  /** Stops probing; down from now on. */
  end(): void;
}

const probeEveryMs = 30_000;

/** These are about the connection or the credentials; every other problem is an answer of a platform that lives. */
const cutOff = new Set<Problem["reason"]>([
  "platform-down",
  "timeout",
  "token-rejected",
  "app-secret-wrong",
  "app-unknown",
]);

export const createLinkState = (options: {
  /** Dates. */
  readonly clock: Clock;
  /** Asks the platform for anything; its answer is heard like any other. */
  readonly probe: () => Promise<unknown>;
  readonly onUpAgain: () => void;
}): LinkState => {
  const { clock } = options;
  let link: Link = { state: "starting", sinceMs: clock.now(), reconnects: 0 };
  let cancelProbe: (() => void) | undefined;
  let ended = false;

  const probeLater = (): void => {
    cancelProbe ??= clock.after(probeEveryMs, () => {
      cancelProbe = undefined;
      void options.probe().then(() => {
        if (link.state === "down" && !ended) probeLater();
      });
    });
  };

  return {
    link: () => link,
    heard: (problem) => {
      if (ended) return;
      const state = problem !== undefined && cutOff.has(problem.reason) ? "down" : "up";
      if (state === "down") probeLater();
      if (state === link.state) return;
      const again = state === "up" && link.state === "down";
      link = {
        state,
        sinceMs: clock.now(),
        reconnects: link.reconnects + (again ? 1 : 0),
      };
      if (again) options.onUpAgain();
    },
    end: () => {
      ended = true;
      cancelProbe?.();
      cancelProbe = undefined;
      link = { ...link, state: "down", sinceMs: clock.now() };
    },
  };
};
