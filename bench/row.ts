/** How much work a run does. */
export interface Effort {
  /** Rounds per contender; what is shown is their median. */
  readonly rounds: number;
  /** Only whether the limits hold and no work is lost, in little time; figures then say little. */
  readonly smoke: boolean;
  /** Also other bots than the SDK's quick start. */
  readonly peers: boolean;
}

/** What a figure should reach; shown beside it, never enforced. */
export type Bar = { readonly atLeast: number } | { readonly atMost: number };

/** The median over rounds, and the lowest and highest of them. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** One measured thing: a line of the table. */
export interface Figure {
  readonly measure: string;
  readonly unit: string;
  readonly steward: number;
  /** Who did the same in the same run, and how. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** Steward's value over the peer's (or over the ideal), round by round. */
  readonly ratio?: Spread;
  /** On the ratio where there is one, otherwise on Steward's value. */
  readonly bar?: Bar;
}

export interface RowResult {
  readonly figures: readonly Figure[];
  /** Limit violations and lost work, in words; a run with any has failed. */
  readonly broken: readonly string[];
}

/** A part of the bench that can be run alone. */
export interface Row {
  readonly name: string;
  readonly about: string;
  /** Takes minutes; runs only when asked for. */
  readonly long?: boolean;
  run(effort: Effort): Promise<RowResult>;
}

/** What the figure's bar is about. */
export const judged = ({ ratio, steward }: Figure): number => ratio?.median ?? steward;

/** Whether the figure reaches its bar; `undefined` without one. */
export const reached = (figure: Figure): boolean | undefined => {
  const { bar } = figure;
  if (bar === undefined) return undefined;
  return "atLeast" in bar ? judged(figure) >= bar.atLeast : judged(figure) <= bar.atMost;
};
