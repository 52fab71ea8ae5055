import type { ConfigProblem } from "./config-problem.ts";
import type { EnvironmentReading } from "./environment.ts";
import type { VariableName } from "./variables.ts";

/** Whether one of these is set, rightly or not. */
export const anySet = (
  { values, broken }: EnvironmentReading,
  names: readonly VariableName[],
): boolean => names.some((name) => values[name] !== undefined || broken.has(name));

/** A problem for each variable that is needed because another one is set. */
export const missingVariables = (
  reading: EnvironmentReading,
  needed: Partial<Readonly<Record<VariableName, string>>>,
  because: readonly VariableName[],
): readonly ConfigProblem[] =>
  Object.entries(needed).flatMap(([key, fix]) => {
    const name = key as VariableName;
    if (anySet(reading, [name])) return [];
    const given = because.find((other) => other !== name && anySet(reading, [other]));
    return [{ key, wrong: `is not set, while ${given ?? "its platform"} is`, fix }];
  });
