const hidden = "[redacted]";
const mostDepth = 6;
const mostEntries = 100;
const mostCharacters = 2000;

/** Keys under which credentials stand, whatever comes before: `appSecret`, `tenant_access_token` … */
const secretEnding =
  /(tokens?|secrets?|passwords?|passphrase|authorization|cookies?|credentials?|ticket|encryptkey|apikey|clientkey|privatekey|signature|assertion)$/;
/** Keys under which people's words stand. */
const wordKeys = new Set([
  "text",
  "content",
  "excerpt",
  "body",
  "rawbody",
  "card",
  "title",
  "quote",
  "args",
]);

const isHidden = (key: string): boolean => {
  const plain = key.toLowerCase().replaceAll(/[^a-z]/g, "");
  return secretEnding.test(plain) || wordKeys.has(plain);
};

/** `app_secret=…`, `"token":"…"`: a credential beside its name inside text. */
const pair =
  /((?:token|secret|password|authorization|encrypt_?key|api_?key|ticket)\\?["']?\s*[:=]\s*\\?["']?)(?!Bearer|Basic)[^\s"',;&}\\]+/gi;

/** Takes credentials out of free text, which is where errors of libraries put them. */
const scrub = (text: string): string => {
  const clean = text
    .replaceAll(/\b(Bearer|Basic)\s+[^\s"',;]+/gi, `$1 ${hidden}`)
    .replaceAll(/(\w:\/\/)[^\s/@"']+@/g, `$1${hidden}@`)
    .replaceAll(/(\w:\/\/[^\s?"'#]*)\?[^\s"']*/g, `$1?${hidden}`)
    .replaceAll(pair, `$1${hidden}`)
    .replaceAll(/\b[tua]-[A-Za-z0-9_.-]{16,}/g, hidden);
  return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters)}…` : clean;
};

/** Of an error only what says what went wrong and where: libraries hang requests and answers on theirs. */
const errorFields = (error: Error, depth: number): object => ({
  name: error.name,
  message: scrub(error.message),
  ...("code" in error && (typeof error.code === "string" || typeof error.code === "number")
    ? { code: error.code }
    : {}),
  ...(error.stack === undefined ? {} : { stack: scrub(error.stack) }),
  ...(error.cause === undefined ? {} : { cause: visit(error.cause, depth + 1) }),
  ...(error instanceof AggregateError
    ? { errors: error.errors.slice(0, 5).map((inner: unknown) => visit(inner, depth + 1)) }
    : {}),
});

const visit = (value: unknown, depth: number): unknown => {
  if (typeof value === "string") return scrub(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth > mostDepth) return "[deep]";
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return visit(Object.fromEntries(value), depth);
  if (value instanceof Set || Array.isArray(value)) {
    return [...value].slice(0, mostEntries).map((item: unknown) => visit(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, mostEntries)
      .map(([key, inner]) => [
        key,
        isHidden(key) && inner !== undefined && typeof inner !== "boolean"
          ? hidden
          : visit(inner, depth + 1),
      ]),
  );
};

/**
 * Fields of a log entry, safe to print: no credentials, no words of people, nothing endless, at any depth.
 * The depth bound also ends cycles. Errors keep name, message, code, stack and cause alone.
 */
export const redact = (fields: object): Record<string, unknown> =>
  visit(fields instanceof Error ? { err: fields } : fields, 0) as Record<string, unknown>;
