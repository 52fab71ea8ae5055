/**
 * The shortest even gap between calls, in milliseconds, that can be kept up for a whole window without ever
 * finding the window full: the rest of the budget, and what comes back of it, is spread so that there is no silence.
 *
 * With `room` calls left now and one more at each of `releasesAtMs`, call number n can be made at `now + n * gap` for all n
 * exactly if, for every k, call number room + k + 1 is not before release k. Once the window is over, the whole
 * `limit` has come back. The gap never grows while it is kept to: whoever follows it leaves at least as much for later.
 */
export const spreadGapMs = (state: {
  readonly nowMs: number;
  readonly room: number;
  readonly limit: number;
  readonly windowMs: number;
  /** Earliest first. */
  readonly releasesAtMs: readonly number[];
}): number => {
  let gapMs = state.windowMs / state.limit;
  state.releasesAtMs.forEach((atMs, k) => {
    gapMs = Math.max(gapMs, (atMs - state.nowMs) / (state.room + k + 1));
  });
  return gapMs;
};
