import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Stoppable {
  stop(): Promise<void>;
}

/** Opens something with a folder of its own, which goes when that is stopped and when it cannot be opened. */
export const inTemporaryFolder = async (
  open: (folder: string) => Promise<Stoppable>,
): Promise<Stoppable> => {
  const folder = await mkdtemp(join(tmpdir(), "steward-sandbox-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const opened = await open(folder);
    const stop = async (): Promise<void> => {
      try {
        await opened.stop();
      } finally {
        await remove();
      }
    };
    return { stop };
  } catch (error) {
    await remove();
    throw error;
  }
};
