/** What holds where nobody chose one. */
export const defaultTimeZone = "Asia/Shanghai";

const resolved = (name: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
};

/** Taken for one of several by the runtime: CST is Shanghai's time and Chicago's, IST India's and Ireland's. */
const abbreviation = /^(?!UTC$|GMT$)[A-Z]{3}$/i;

/** Whether it is the name of a time zone, like Europe/Berlin. */
export const isTimeZone = (name: string): boolean =>
  // Asking takes 10 ms the first time, and most never choose another.
  name === defaultTimeZone || (!abbreviation.test(name) && resolved(name) !== undefined);

/** The name of a time zone in its own capitals, however it was typed. */
export const writtenTimeZone = (typed: string): string => {
  const name = resolved(typed);
  // Another name of the same zone is not what was typed.
  return name?.toLowerCase() === typed.toLowerCase() ? name : typed;
};
