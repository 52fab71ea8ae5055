import type { ConfigProblem } from "./config-problem.ts";
import type { ConfigurableCommand } from "./schema.ts";
import { fileErrorCode, type ReadFile } from "./secret-file.ts";
import { readSettingsFile } from "./settings-file.ts";

/** All that is wrong with a YAML file by itself, whatever the environment says; nothing when it is valid. */
export const checkFile = (
  file: string,
  readFile: ReadFile,
  commands: readonly ConfigurableCommand[],
): readonly ConfigProblem[] => {
  try {
    return readSettingsFile(readFile(file), file, commands).problems;
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === "unreadable") throw error;
    return [
      {
        key: file,
        wrong: `cannot be read (${code})`,
        fix: "Give the path of a YAML file that this user may read.",
      },
    ];
  }
};
