import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Before anything else is loaded, so that all of it comes from the cache. Beside the packages and not in the system's
// temporary folder, where others could write; where it cannot be written the program starts as well, only slower.
enableCompileCache(
  process.env.NODE_COMPILE_CACHE ??
    fileURLToPath(new URL("../node_modules/.cache/steward", import.meta.url)),
);
const { runCommandLine } = await import("./command-line.ts");
await runCommandLine();
