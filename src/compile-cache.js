// JavaScript, and loaded before anything else (`--import`): so even `main.ts` comes from the cache, and Node's
// TypeScript parser, 20 MB of it, is never loaded where the cache is warm.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Beside the packages and not in the system's temporary folder, where others could write; where it cannot be
// written the program starts as well, only slower. NODE_COMPILE_CACHE, if set, was heeded before.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/steward", import.meta.url)));
