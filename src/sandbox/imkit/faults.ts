import type { Answer } from "./envelope.ts";

/** What goes wrong with a call on purpose. */
export type Trouble =
  /** The connection is cut, before or after the call was carried out. */
  | { readonly kind: "reset"; readonly afterEffect: boolean }
  /** Nothing is ever answered. */
  | { readonly kind: "silence"; readonly afterEffect: boolean }
  | { readonly kind: "answer"; readonly answer: Answer; readonly afterEffect: boolean }
  /** Something that is not JSON. */
  | { readonly kind: "junk"; readonly status: number; readonly afterEffect: boolean };

export interface Fault {
  readonly trouble: Trouble;
  /** Which calls: any by default. `path` is looked for in the path. */
  readonly method?: string;
  readonly path?: string;
  /** How many of them; all until cleared when absent. */
  readonly count?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** What hits this call; used up by asking. */
  take(call: { readonly method: string; readonly path: string }): Trouble | undefined;
}

const MAX_FAULTS = 100;

export const createFaults = (): Faults => {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      const left = fault.count ?? Number.POSITIVE_INFINITY;
      waiting = [...waiting, { fault, left }].slice(-MAX_FAULTS);
    },
    clear: () => {
      waiting = [];
    },
    take: ({ method, path }) => {
      const hit = waiting.find(
        ({ fault }) =>
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || path.includes(fault.path)),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return hit.fault.trouble;
    },
  };
};
