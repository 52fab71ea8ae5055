import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance } from "fastify";

const webFolder = fileURLToPath(new URL("./web/", import.meta.url));

/** The libraries of the page: the name under `/sandbox/lib/` and where it lies inside its package. */
const libraries: Readonly<Record<string, { packageName: string; file: string }>> = {
  "preact.js": { packageName: "preact", file: "dist/preact.mjs" },
  "preact-hooks.js": { packageName: "preact", file: "hooks/dist/hooks.mjs" },
  "signals.js": { packageName: "@preact/signals", file: "dist/signals.module.js" },
  "signals-core.js": { packageName: "@preact/signals-core", file: "dist/signals-core.module.js" },
  "htm.js": { packageName: "htm", file: "dist/htm.module.js" },
  "htm-preact.js": { packageName: "htm", file: "preact/index.module.js" },
};

const contentTypes: Readonly<Record<string, string>> = {
  ".ts": "text/javascript; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Mounts the sandbox's page: `/`, its own files under `/sandbox/web/` (TypeScript is served with its types
 * stripped, so there is no build) and its libraries under `/sandbox/lib/`. What is not listed when this is
 * called is not served, whatever the path says.
 */
export async function registerPage(app: FastifyInstance): Promise<void> {
  const files = new Map<string, () => Promise<string>>();
  for (const name of await listWebFiles())
    files.set(`/sandbox/web/${name}`, remember(webFile(name)));
  for (const name of Object.keys(libraries)) {
    files.set(`/sandbox/lib/${name}`, remember(libraryFile(name)));
  }
  const index = await readFile(join(webFolder, "index.html"), "utf8");
  const policy = contentSecurityPolicy(index);

  app.get("/", (_request, reply) =>
    reply
      .header("content-security-policy", policy)
      .header("referrer-policy", "no-referrer")
      .header("x-content-type-options", "nosniff")
      .header("cache-control", "no-cache")
      .type("text/html; charset=utf-8")
      .send(index),
  );
  for (const [path, read] of files) {
    app.get(path, async (_request, reply) =>
      reply
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "no-cache")
        .type(contentTypes[extname(path)] ?? "application/octet-stream")
        .send(await read()),
    );
  }
}

/** Everything comes from the sandbox itself; the only inline script is the import map, named by its hash. */
function contentSecurityPolicy(index: string): string {
  const importMap = /<script type="importmap">([\s\S]*?)<\/script>/.exec(index)?.[1] ?? "";
  const hash = createHash("sha256").update(importMap).digest("base64");
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

async function listWebFiles(): Promise<string[]> {
  const names = await readdir(webFolder, { recursive: true });
  return names.filter((name) => extname(name) in contentTypes);
}

function webFile(name: string): () => Promise<string> {
  return async () => {
    const text = await readFile(join(webFolder, name), "utf8");
    return name.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
  };
}

function libraryFile(name: string): () => Promise<string> {
  return async () => {
    const library = libraries[name];
    if (library === undefined) throw new Error(`no such library: ${name}`);
    const text = await readFile(join(packageFolder(library.packageName), library.file), "utf8");
    // The maps are not served, so the browser is not told of them.
    return text.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  };
}

/** The folder a package is installed in; its main entry is a file somewhere below that folder. */
function packageFolder(packageName: string): string {
  const entry = createRequire(import.meta.url).resolve(packageName);
  const marker = join("node_modules", packageName);
  const end = entry.lastIndexOf(marker);
  return end < 0 ? dirname(entry) : entry.slice(0, end + marker.length);
}

function remember(read: () => Promise<string>): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => {
    text ??= read();
    return text;
  };
}
