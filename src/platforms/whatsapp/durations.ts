const hourMs = 3_600_000;

/** The times after which WhatsApp itself ends a pin, ascending, as the gateway names them. */
export const durations = [
  { name: "24h", ms: 24 * hourMs },
  { name: "7d", ms: 7 * 24 * hourMs },
  { name: "30d", ms: 30 * 24 * hourMs },
] as const;

const longest = durations[2];
/** For longer, a pin has to be pinned again. */
export const longestMs = longest.ms;

/**
 * The next longer time that WhatsApp has; the longest when none was asked for, or one beyond it. It is always
 * sent, because what the gateway takes for a missing one is not documented.
 */
export const durationFor = (forMs: number | undefined): (typeof durations)[number] =>
  (forMs === undefined ? undefined : durations.find(({ ms }) => ms >= forMs)) ?? longest;
