/** Never more than `limit` calls in any `windowMs`. */
export interface WindowLimit {
  readonly limit: number;
  readonly windowMs: number;
}

/** What is counted together, everywhere: the calls of one API, of one chat, of one message. */
export interface SharedKey {
  readonly key: string;
  /** Shortest window first. */
  readonly limits: readonly WindowLimit[];
  /** Spreads calls over the longest window, so that a flood is served without silences. */
  readonly spread: boolean;
}

/** How processes that call one platform keep to its limits together. */
export interface SharedWindows {
  /** Resolves to `go`, or to how long to wait before asking again. Never rejects. */
  take(
    of: SharedKey,
    call: string,
  ): Promise<{ readonly kind: "go" } | { readonly kind: "wait"; readonly ms: number }>;
  /** The call was answered or given up: it counts until the windows have passed from now. */
  answered(of: SharedKey, call: string): void;
  /** The call was never sent. */
  giveBack(of: SharedKey, call: string): void;
  /** Nobody passes for so long, in no process. */
  pause(of: SharedKey, ms: number): void;
  /** `alone`: the others cannot be reached, and this process keeps to its share. */
  state(): SharedWindowsState;
  close(): Promise<void>;
}

export interface SharedWindowsState {
  readonly kind: "shared" | "alone";
  readonly sinceMs: number;
  /** Processes when last heard of. */
  readonly instances: number;
}
