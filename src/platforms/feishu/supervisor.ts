import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { Link } from "../../core/platform.ts";
import { judgeLink, type SocketStatus } from "./link-verdict.ts";

/** One long-connection client, started once and thrown away when it gave up. */
export interface Socket {
  start(): void;
  status(): SocketStatus;
  /** Ends it for good, whatever it is doing. */
  close(): void;
}

/** When to look and when to lose patience; all in milliseconds. */
export interface Pace {
  readonly pollMs: number;
  /** A client may be between two states for this long. */
  readonly idleLimitMs: number;
  /** A whole attempt (endpoint 15 s, handshake 10 s) and the gateway's spreading (30 s) do not take longer. */
  readonly stuckLimitMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A link that was up for so long makes earlier failures forgotten. */
  readonly steadyAfterMs: number;
  /** `start` waits at most so long for the outcome of the first attempt. */
  readonly startBoundMs: number;
}

const defaultPace: Pace = {
  pollMs: 1000,
  idleLimitMs: 5000,
  stuckLimitMs: 60_000,
  firstDelayMs: 1000,
  longestDelayMs: 60_000,
  steadyAfterMs: 30_000,
  startBoundMs: 30_000,
};

export interface SupervisorOptions {
  /** Makes a client that calls `changed` whenever its state may have changed. */
  readonly open: (changed: () => void) => Socket;
  readonly clock: Clock;
  /** From 0 to 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  readonly onReconnected: () => void;
  readonly pace?: Partial<Pace>;
}

export interface Supervisor {
  link(): Link;
  /** Resolves once the first attempt succeeded or failed, or took too long; it goes on trying by itself. */
  start(): Promise<void>;
  stop(): void;
}

/**
 * Keeps a long connection alive where the SDK gives up: busy codes, the connection limit and exhausted retries
 * are final for its client, a wrong app id or a hanging attempt leaves it silent, and its own retries come every
 * two minutes. Whenever that happens the client is replaced by a new one, after 1 s at first, doubling up to
 * 60 s, with jitter. A new one, because starting a client again while an attempt of it is under way would leave
 * two sockets open.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { open, clock, random, log, onReconnected } = options;
  const pace: Pace = { ...defaultPace, ...options.pace };
  let link: Link = { state: "starting", sinceMs: clock.now(), reconnects: 0 };
  let socket: Socket | undefined;
  let seen: { state: SocketStatus["state"]; sinceMs: number } | undefined;
  let wasUp = false;
  let failures = 0;
  let cancelTimer = (): void => {};
  let cancelBound = (): void => {};
  let settleStart: (() => void) | undefined;
  let started: Promise<void> | undefined;

  const outcomeKnown = (): void => {
    cancelBound();
    settleStart?.();
    settleStart = undefined;
  };

  const goUp = (nowMs: number): void => {
    if (link.state !== "up") {
      const reconnects = wasUp ? link.reconnects + 1 : link.reconnects;
      link = { state: "up", sinceMs: nowMs, reconnects };
      log.info({ reconnects }, "the long connection is up");
      if (wasUp) onReconnected();
      wasUp = true;
    } else if (nowMs - link.sinceMs >= pace.steadyAfterMs) {
      failures = 0;
    }
    outcomeKnown();
  };

  const goDown = (nowMs: number): void => {
    if (link.state === "down") return;
    if (link.state === "up") log.warn({}, "the long connection is down");
    link = { ...link, state: "down", sinceMs: nowMs };
  };

  const plainDelayMs = (): number =>
    Math.min(pace.longestDelayMs, pace.firstDelayMs * 2 ** Math.min(failures, 30));

  const replace = (reason: "failed" | "stuck"): void => {
    socket?.close();
    socket = undefined;
    cancelTimer();
    const retryInMs = Math.round(
      Math.max(pace.firstDelayMs, plainDelayMs() * (0.5 + random() / 2)),
    );
    failures += 1;
    log.warn({ reason, failures, retryInMs }, "the long connection will be opened anew");
    cancelTimer = clock.after(retryInMs, launch);
  };

  const look = (): void => {
    if (socket === undefined) return;
    const nowMs = clock.now();
    const status = socket.status();
    if (seen?.state !== status.state) seen = { state: status.state, sinceMs: nowMs };
    const verdict = judgeLink(status, {
      nowMs,
      sinceMs: seen.sinceMs,
      ownDelayMs: plainDelayMs(),
      ...pace,
    });
    if (verdict === "up") {
      goUp(nowMs);
      return;
    }
    if (link.state === "up") goDown(nowMs);
    if (verdict === "wait") return;
    goDown(nowMs);
    outcomeKnown();
    replace(verdict);
  };

  const poll = (): void => {
    cancelTimer = clock.after(pace.pollMs, () => {
      poll();
      look();
    });
  };

  function launch(): void {
    // The SDK calls back in the middle of its transitions, so the state is read just after them.
    socket = open(() => queueMicrotask(look));
    seen = undefined;
    socket.start();
    poll();
    look();
  }

  return {
    link: () => link,
    start() {
      started ??= new Promise<void>((resolve) => {
        settleStart = resolve;
        cancelBound = clock.after(pace.startBoundMs, outcomeKnown);
        launch();
      });
      return started;
    },
    stop() {
      cancelTimer();
      socket?.close();
      socket = undefined;
      started = undefined;
      failures = 0;
      // On purpose, so nothing to warn about.
      if (link.state !== "down") link = { ...link, state: "down", sinceMs: clock.now() };
      outcomeKnown();
    },
  };
}
