import { cardKinds } from "./commands/card-kinds.ts";
import { commands } from "./commands/index.ts";
import { createWaitingSigns } from "./core/answers/waiting-signs.ts";
import { createClicks } from "./core/cards/clicks.ts";
import type { Clock } from "./core/clock.ts";
import { createCheckup } from "./core/doctor/checkup.ts";
import type { Account } from "./core/ids.ts";
import { createIntake } from "./core/intake.ts";
import { chooseWorkforce } from "./core/lanes/choose-workforce.ts";
import { laneOf } from "./core/lanes/lane-of.ts";
import { createLanes } from "./core/lanes/lanes.ts";
import { createPostponed } from "./core/lanes/postponed.ts";
import { createJointRunner } from "./core/lanes/run-jointly.ts";
import type { SharedWindowsState } from "./core/limits/shared-windows.ts";
import type { Log } from "./core/log.ts";
import { offerCommands, offeredCommands } from "./core/membership/offer-commands.ts";
import type { Observer } from "./core/observer.ts";
import { createLessons } from "./core/permissions/lessons.ts";
import { createRoles } from "./core/permissions/roles.ts";
import type { Link, Platform } from "./core/platform.ts";
import { createSweeper } from "./core/records/sweeper.ts";
import type { Vocabulary } from "./core/route.ts";
import { createRunner } from "./core/runner.ts";
import type { Settings } from "./core/settings/settings.ts";
import type { Store, Timer } from "./core/store.ts";
import { createDueWork } from "./core/timers/due-work.ts";
import { createSchedule, type TimerOutcome } from "./core/timers/schedule.ts";
import { catalogues } from "./locales/index.ts";

export interface AppParts {
  readonly platforms: readonly Platform[];
  readonly store: Store;
  readonly config: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer: Observer;
  /** A short random id per unexpected failure. */
  readonly incidentId: () => string;
  /** 32 hexadecimal digits that nobody can guess, per card. */
  readonly newToken: () => string;
  /** Where limits are to be shared with other processes: whether they are. */
  readonly sharedLimits?: () => SharedWindowsState;
}

/** What health and metrics look at. */
export interface AppState {
  readonly links: readonly {
    readonly platform: string;
    readonly account: string;
    readonly link: Link;
  }[];
  readonly waiting: number;
  readonly lanes: number;
  readonly oldestWaitingMs: number;
  /** Whether another command would be taken. */
  readonly hasRoom: boolean;
}

export interface App {
  /** Continues what was left unfinished, then takes events. */
  start(): Promise<void>;
  /** Stops taking events, lets running commands end within the grace time, closes everything. */
  stop(): Promise<void>;
  state(): AppState;
}

const vocabulary: Vocabulary = {
  names: new Map(
    commands
      .filter(({ internal }) => !internal)
      .flatMap((command) => [command.name, ...command.aliases].map((word) => [word, command.name])),
  ),
  naming: new Set(commands.flatMap(({ name, namesPeople }) => (namesPeople ? [name] : []))),
  fallback: "unknown",
};

/** When a timer that this version or configuration knows nothing of is looked at again. */
const leftForMs = 10 * 60_000;

/** The corridor, wired: from a platform's events through journal and lanes to commands and answers. */
export const createApp = (parts: AppParts): App => {
  const { clock, log, config, observer } = parts;
  const onBug = (error: unknown): void => {
    log.error({ err: error, incident: parts.incidentId() }, "unexpected failure");
  };
  const lanes = createLanes({
    clock,
    get maxWaiting() {
      return config.maxWaiting;
    },
    get maxWaitingPerChat() {
      return config.maxWaitingPerChat;
    },
    onBug,
  });

  const checkupOf = (platform: Platform) =>
    createCheckup({
      platform,
      store: parts.store,
      catalogues,
      configProblems: () => config.problems ?? [],
      sharedLimits: () => parts.sharedLimits?.(),
      clock,
    });

  const handleTimer = (timer: Timer): Promise<TimerOutcome> => {
    const platform = parts.platforms.find(
      (candidate) => candidate.platform === timer.platform && candidate.account === timer.account,
    );
    const work = dueWork(timer.kind);
    // Another account's timer, or one of a later version: leave it for those who know it.
    if (!platform || !work) return Promise.resolve({ kind: "left", afterMs: leftForMs });
    return workforce.work.inTurn(laneOf(platform, timer.chat), (stopping) =>
      work(timer, platform, stopping),
    );
  };

  const schedule = createSchedule({ timers: parts.store.timers, clock, log, handle: handleTimer });
  const store: Store = {
    ...parts.store,
    timers: {
      ...schedule.timers,
      set: async (timer) => {
        await schedule.timers.set(timer);
        workforce.onTimerSet(timer);
      },
    },
  };

  const dueWork = createDueWork({
    store,
    settings: config,
    catalogues,
    checkupOf,
    newToken: parts.newToken,
    observer,
    clock,
  });

  const servedBy = ({ platform, account }: Account) =>
    wired.find((one) => one.platform.platform === platform && one.platform.account === account);
  const workforce = chooseWorkforce({
    store: parts.store,
    accounts: parts.platforms,
    lanes,
    schedule,
    run: async (...turn) => {
      const [{ invocation }] = turn;
      await servedBy(invocation)?.run(...turn);
    },
    forget: (what) => {
      if (what === "all") for (const { roles } of wired) roles.forgetAll();
      else servedBy(what.account)?.roles.forget(what.chat);
    },
    maxWaitingPerChat: () => config.maxWaitingPerChat,
    clock,
    log,
    onBug,
  });
  const { work } = workforce;

  const wired = parts.platforms.map((platform) => {
    const roles = createRoles(platform.ports, clock);
    const memory = { lessons: createLessons(clock) };
    const checkup = checkupOf(platform);
    const postponed = createPostponed({
      clock,
      most: config.maxWaiting,
      again: (entry) =>
        work
          .inTurn(laneOf(platform, entry.invocation.chat), (stopping) =>
            runner.run(entry, stopping, { unsaid: true }),
          )
          .catch(onBug),
      onOver: ({ key }) => work.letGo(key),
    });
    const shared = { platform, commands, catalogues, store, settings: config, clock };
    const signs = createWaitingSigns({ ...shared, onBug });
    const runner = createRunner({
      ...shared,
      roles,
      memory,
      checkup,
      newToken: parts.newToken,
      log,
      observer,
      incidentId: parts.incidentId,
      onOver: signs.over,
      later: (entry) => {
        const added = postponed.add(entry);
        if (added)
          work.keep(laneOf(platform, entry.invocation.chat), entry.key, () =>
            postponed.drop(entry.key),
          );
        return added;
      },
    });
    const run = createJointRunner({ ...shared, runner });
    const onClick = createClicks({
      ...shared,
      roles,
      cardKinds,
      memory,
      checkup,
      work,
      newToken: parts.newToken,
      log,
      incidentId: parts.incidentId,
    });
    const intake = createIntake({
      platform,
      work,
      onChanged: (chat) => workforce.onChanged(platform, chat),
      vocabulary,
      store,
      roles,
      signs,
      clock,
      log,
      observer,
    });
    return { platform, run, roles, intake, postponed, signs, onClick };
  });

  const ended = new AbortController();
  const sweeper = createSweeper({ store, settings: config, clock, onBug });

  return {
    start: async () => {
      await workforce.start();
      sweeper.start();
      await Promise.all(
        wired.map(({ platform, intake, onClick }) =>
          // One platform's bug must not keep the others from starting.
          platform.start(intake, onClick).catch(onBug),
        ),
      );
      const offered = offeredCommands(commands, catalogues);
      for (const platform of parts.platforms) {
        const panel = { platform, commands: offered, log, signal: ended.signal };
        offerCommands(panel).catch(onBug);
      }
    },
    stop: async () => {
      ended.abort();
      await Promise.all(parts.platforms.map((platform) => platform.stop()));
      workforce.leave();
      for (const { postponed } of wired) postponed.stop();
      await Promise.all([lanes.drain(config.graceMs), sweeper.stop()]);
      await Promise.all(wired.map(({ signs }) => signs.stop()));
      await Promise.all(parts.platforms.map((platform) => platform.close()));
      await store.close();
    },
    state: () => ({
      links: parts.platforms.map((platform) => ({
        platform: platform.platform,
        account: platform.account,
        link: platform.link(),
      })),
      waiting: lanes.size(),
      lanes: lanes.count(),
      oldestWaitingMs: lanes.oldestMs(),
      hasRoom: lanes.hasRoom(""),
    }),
  };
};
