import { randomUUID } from "node:crypto";
import { realpathSync } from "node:fs";
import { chmod, open, rename, rm } from "node:fs/promises";

/** Where a path leads in the end, so that a link stays one. */
const followed = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/**
 * Writes a file that only its owner may read (0600), wholly or not at all: at no moment is it half there or open
 * to others.
 */
export const saveSecretly = async (path: string, text: string): Promise<void> => {
  const target = followed(path);
  const draft = `${target}.${randomUUID()}`;
  try {
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(draft, 0o600);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};
