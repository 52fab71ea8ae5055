/** Something in the configuration that Steward cannot start with. Never holds a configured value: it may be a secret. */
export interface ConfigProblem {
  /** The variable or the YAML key, with file and line for the latter. */
  readonly key: string;
  /** What is wrong with it, without a full stop. */
  readonly wrong: string;
  /** What to do about it, as a sentence. */
  readonly fix: string;
}

/** One line for the terminal. */
export const problemLine = ({ key, wrong, fix }: ConfigProblem): string =>
  `${key}: ${wrong}. Fix: ${fix}`;
