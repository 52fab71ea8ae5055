/** Something that goes wrong on purpose, with the next `count` calls (1 by default) whose path contains `path`. */
export type Fault = {
  readonly path?: string;
  readonly count?: number;
} & (
  | {
      readonly kind: "silence" | "reset" | "truncate";
      /** Whether the call has its effect before it goes wrong. */
      readonly after_effect: boolean;
    }
  | { readonly kind: "answer"; readonly status: number; readonly message: string }
);

export interface Faults {
  add(fault: Fault): void;
  take(path: string): Fault | undefined;
  clear(): void;
}

export const createFaults = (): Faults => {
  let waiting: { readonly fault: Fault; left: number }[] = [];
  return {
    add: (fault) => {
      waiting = [...waiting, { fault, left: fault.count ?? 1 }].slice(-200);
    },
    take: (path) => {
      const hit = waiting.find(
        ({ fault }) => fault.path === undefined || path.includes(fault.path),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      waiting = waiting.filter(({ left }) => left > 0);
      return hit.fault;
    },
    clear: () => {
      waiting = [];
    },
  };
};
