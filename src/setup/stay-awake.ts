const longMs = 60_000;

/**
 * Does a piece of work from beginning to end. Clocks keep no process alive, so one that only waits for its next try
 * would be over without a word.
 */
export const stayAwake = async <T>(work: () => Promise<T>): Promise<T> => {
  const alarm = setInterval(() => {}, longMs);
  try {
    return await work();
  } finally {
    clearInterval(alarm);
  }
};
