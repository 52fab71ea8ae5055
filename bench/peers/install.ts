import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const manifests = fileURLToPath(new URL("npm", import.meta.url));

const versions = createHash("sha256")
  .update(readFileSync(join(manifests, "package-lock.json")))
  .digest("hex")
  .slice(0, 12);

/** Where the peers that come from npm are installed: beside the project, one folder for each set of versions. */
export const peerFolder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "steward-bench",
  `peers-${versions}`,
);

/**
 * Installs the peers in exactly the versions of `npm/package-lock.json`, unless they are there already. No script of
 * theirs is run for it. Rejects when npm cannot reach its registry.
 */
export const installPeers = async (): Promise<void> => {
  // Written by npm when all else is in place.
  if (existsSync(join(peerFolder, "node_modules", ".package-lock.json"))) return;
  mkdirSync(peerFolder, { recursive: true });
  cpSync(manifests, peerFolder, { recursive: true });
  await promisify(execFile)("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: peerFolder,
  });
};
