import type { Fault } from "./control/bodies.ts";

/** A fault of one call: what `where` of the control body selects. */
export type CallFault = Extract<
  Fault,
  { kind: "delay" | "error" | "reset" | "truncate" | "http500" }
>;

/** Faults that stay on the long connection until cleared. */
export interface LinkFaults {
  readonly frozen: boolean;
  readonly cardFrames: boolean;
  readonly duplicates: number;
  /** Parts of this many bytes; `null` for the usual size. */
  readonly partBytes: number | null;
  readonly outOfOrder: boolean;
}

/** Everything that goes wrong on purpose in one sandbox. */
export interface Faults {
  add(fault: Fault): void;
  /** The faults that hit this call now; counted ones are used up by asking. */
  take(call: { readonly method: string; readonly path: string }): readonly CallFault[];
  /** Whether the next bootstrap is to be refused as busy, or the next handshake refused. */
  takeBusy(): boolean;
  takeRefusedLink(): boolean;
  readonly link: () => LinkFaults;
}

interface Counted<T> {
  readonly fault: T;
  left: number;
}

const noLinkFaults: LinkFaults = {
  frozen: false,
  cardFrames: false,
  duplicates: 0,
  partBytes: null,
  outOfOrder: false,
};

const MAX_FAULTS = 200;

/** What goes wrong on purpose. `onDropLink` and `onExpireToken` do what happens at once. */
export function createFaults(options: {
  readonly onDropLink: () => void;
  readonly onExpireToken: () => void;
}): Faults {
  let calls: Counted<CallFault>[] = [];
  let busyLeft = 0;
  let refuseLeft = 0;
  let link = noLinkFaults;

  const hits = (fault: CallFault, call: { method: string; path: string }): boolean =>
    (fault.path === undefined || call.path.includes(fault.path)) &&
    (fault.method === undefined || fault.method === call.method);

  return {
    link: () => link,
    add(fault) {
      switch (fault.kind) {
        case "delay":
        case "error":
        case "reset":
        case "truncate":
        case "http500":
          calls = [...calls, { fault, left: fault.count ?? Number.POSITIVE_INFINITY }].slice(
            -MAX_FAULTS,
          );
          return;
        case "drop_link":
          options.onDropLink();
          return;
        case "expire_token":
          options.onExpireToken();
          return;
        case "refuse_link":
          refuseLeft = fault.count ?? Number.POSITIVE_INFINITY;
          return;
        case "system_busy":
          busyLeft = fault.count ?? Number.POSITIVE_INFINITY;
          return;
        case "freeze_link":
          link = { ...link, frozen: true };
          return;
        case "duplicate_events":
          link = { ...link, duplicates: fault.times };
          return;
        case "split_frames":
          link = { ...link, partBytes: fault.part_bytes, outOfOrder: fault.out_of_order };
          return;
        case "card_frames":
          link = { ...link, cardFrames: true };
          return;
        case "clear":
          calls = [];
          busyLeft = 0;
          refuseLeft = 0;
          link = noLinkFaults;
          return;
      }
    },
    take(call) {
      const taken = calls.filter((entry) => entry.left > 0 && hits(entry.fault, call));
      for (const entry of taken) entry.left -= 1;
      calls = calls.filter((entry) => entry.left > 0);
      return taken.map((entry) => entry.fault);
    },
    takeBusy() {
      if (busyLeft <= 0) return false;
      busyLeft -= 1;
      return true;
    },
    takeRefusedLink() {
      if (refuseLeft <= 0) return false;
      refuseLeft -= 1;
      return true;
    },
  };
}
