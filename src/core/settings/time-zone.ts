/** What holds where nobody chose one. */
export const defaultTimeZone = "Asia/Shanghai";

/** Whether it is the name of a time zone, like Europe/Berlin. */
export const isTimeZone = (name: string): boolean => {
  // Asking takes 10 ms the first time, and most never choose another.
  if (name === defaultTimeZone) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};
