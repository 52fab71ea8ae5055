import type { Observer } from "../core/observer.ts";

/**
 * An observer for what begins before there is anything that counts: it keeps what it is told and tells it on, in
 * order, once `passTo` names who counts. Meant for the first moments of a start: what it keeps has no bound.
 */
export const createLateObserver = (): {
  readonly observer: Observer;
  passTo(counting: Observer): void;
} => {
  let kept: ((counting: Observer) => void)[] = [];
  let to: Observer | undefined;
  const tell = (event: (counting: Observer) => void): void => {
    if (to === undefined) kept.push(event);
    else event(to);
  };
  return {
    observer: {
      command: (event) => tell(({ command }) => command(event)),
      apiCall: (event) => tell(({ apiCall }) => apiCall(event)),
      limiterWait: (event) => tell(({ limiterWait }) => limiterWait(event)),
      refusedAsTooFast: (event) => tell(({ refusedAsTooFast }) => refusedAsTooFast(event)),
      delivery: (event) => tell(({ delivery }) => delivery(event)),
      linkReconnected: (event) => tell(({ linkReconnected }) => linkReconnected(event)),
      pinExpired: (event) => tell(({ pinExpired }) => pinExpired(event)),
    },
    passTo: (counting) => {
      to = counting;
      for (const event of kept) event(counting);
      kept = [];
    },
  };
};
