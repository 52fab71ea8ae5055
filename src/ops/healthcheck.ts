/**
 * Run by the container's health check: exits with 0 when `GET /healthz` of this container answers 200, else
 * with 1. The image has no curl, so Node asks.
 */
const everywhere = new Set(["", "0.0.0.0", "::"]);
const host = process.env.HOST ?? "";
const name = everywhere.has(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;

try {
  const url = `http://${name}:${process.env.PORT || "8080"}/healthz`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(4000) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
