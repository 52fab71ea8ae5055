import type { Clock } from "../src/core/clock.ts";
import type { Platform } from "../src/core/platform.ts";
import type { Store } from "../src/core/store.ts";

/** Dies at the n-th step from now that the outside world can see: before it happens, or after it, unanswered. */
export interface Death {
  readonly atStep: number;
  readonly when: "before" | "after";
}

/** One life of a process: after its death nothing that it calls happens and nothing answers it. */
export interface Life {
  readonly clock: Clock;
  store(store: Store): Store;
  platform(platform: Platform): Platform;
  dieAt(death: Death): void;
  kill(): void;
  isOver(): boolean;
  /** Resolves when it is over. */
  readonly end: Promise<void>;
}

const never = new Promise<never>(() => {});

export const aLife = (clock: Clock): Life => {
  const end = Promise.withResolvers<void>();
  let steps = 0;
  let death: Death | undefined;
  let dead = false;

  const isOver = (): boolean => dead;

  const die = (): Promise<never> => {
    dead = true;
    end.resolve();
    return never;
  };

  const step = async (work: () => unknown): Promise<unknown> => {
    if (isOver()) return never;
    steps += 1;
    const last = steps === death?.atStep ? death.when : undefined;
    if (last === "before") return die();
    const result = await work();
    // Another step may have ended this life meanwhile.
    return last === "after" || isOver() ? die() : result;
  };

  const mortal = <T extends object>(part: T): T =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        // Ports that belong together.
        if (typeof value === "object" && value !== null) return mortal(value);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => step(() => Reflect.apply(value, target, given) as unknown);
      },
      // Parts are spread by those who decorate them.
      getOwnPropertyDescriptor: (target, name) => ({
        ...Reflect.getOwnPropertyDescriptor(target, name),
        configurable: true,
        enumerable: true,
      }),
    });

  return {
    clock: {
      now: () => clock.now(),
      after: (delayMs, task) => clock.after(delayMs, () => (dead ? undefined : task())),
    },
    store: (store) => ({
      ...store,
      journal: mortal(store.journal),
      pins: mortal(store.pins),
      timers: mortal(store.timers),
      cases: mortal(store.cases),
      settings: mortal(store.settings),
      grants: mortal(store.grants),
      cards: mortal(store.cards),
      texts: mortal(store.texts),
    }),
    platform: (platform) => ({ ...platform, ports: mortal(platform.ports) }),
    dieAt: (when) => {
      steps = 0;
      death = when;
    },
    kill: () => void die(),
    isOver,
    end: end.promise,
  };
};
