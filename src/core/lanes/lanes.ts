import type { Clock } from "../clock.ts";

/** A unit of work in a lane. `signal` aborts when the app stops and will not wait any longer. */
export type Task = (signal: AbortSignal) => Promise<void>;

export interface Lanes {
  /** Whether one more task for this lane is within the bounds. */
  hasRoom(lane: string): boolean;
  /** Whether a task for this lane would be run at once. */
  isFree(lane: string): boolean;
  /**
   * Queues a task behind those of its lane. Its rejection is a bug and goes to `onBug`. After a drain nothing is
   * begun any more, so a task that comes then is dropped.
   */
  submit(lane: string, task: Task): void;
  /**
   * Resolves when nothing runs any more. What waits is still run for `graceMs`; then nothing more is begun, and what
   * runs is aborted. Never rejects.
   */
  drain(graceMs: number): Promise<void>;
  /** Tasks waiting or running. */
  size(): number;
  /** Lanes with work. */
  count(): number;
  /** Age of the oldest task that has not ended, in milliseconds. */
  oldestMs(): number;
}

interface Waiting {
  readonly task: Task;
  readonly sinceMs: number;
}

/**
 * One lane per chat: its tasks run in order, one at a time; lanes run side by side, so a stuck chat stops no
 * other. A lane exists only while it has work.
 */
export const createLanes = (options: {
  readonly clock: Clock;
  readonly maxWaiting: number;
  readonly maxWaitingPerChat: number;
  readonly onBug: (error: unknown) => void;
}): Lanes => {
  const lanes = new Map<string, Waiting[]>();
  const stopping = new AbortController();
  const idle = new Set<() => void>();
  let size = 0;
  let closed = false;

  const work = async (lane: string, queue: Waiting[]): Promise<void> => {
    for (let next = queue[0]; next && !closed; next = queue[0]) {
      try {
        await next.task(stopping.signal);
      } catch (error) {
        options.onBug(error);
      }
      queue.shift();
      size -= 1;
    }
    lanes.delete(lane);
    if (lanes.size === 0) for (const tell of idle) tell();
  };

  return {
    hasRoom: (lane) =>
      size < options.maxWaiting && (lanes.get(lane)?.length ?? 0) < options.maxWaitingPerChat,
    isFree: (lane) => !closed && !lanes.has(lane),
    submit: (lane, task) => {
      if (closed) return;
      const waiting = { task, sinceMs: options.clock.now() };
      size += 1;
      const queue = lanes.get(lane);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const fresh = [waiting];
      lanes.set(lane, fresh);
      void work(lane, fresh);
    },
    drain: async (graceMs) => {
      const empty = new Promise<void>((resolve) => idle.add(resolve));
      let cancel = (): void => {};
      const late = new Promise<void>((resolve) => {
        cancel = options.clock.after(graceMs, resolve);
      });
      if (lanes.size > 0) await Promise.race([empty, late]);
      cancel();
      closed = true;
      stopping.abort();
      if (lanes.size > 0) await empty;
    },
    size: () => size,
    count: () => lanes.size,
    oldestMs: () => {
      let oldest = Number.POSITIVE_INFINITY;
      for (const queue of lanes.values()) oldest = Math.min(oldest, queue[0]?.sinceMs ?? oldest);
      return Number.isFinite(oldest) ? options.clock.now() - oldest : 0;
    },
  };
};
