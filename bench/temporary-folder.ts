import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** A folder of its own for one measurement. Where it lies decides how much a sync to disk costs: see `TMPDIR`. */
export const temporaryFolder = (): TemporaryFolder => {
  const path = mkdtempSync(join(tmpdir(), "steward-bench-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
