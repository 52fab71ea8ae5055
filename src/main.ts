// Also where Node was not told to load it before.
import "./compile-cache.js";

const { runCommandLine } = await import("./command-line.ts");
await runCommandLine();
