const secretKeys = new Set([
  "app_secret",
  "AppSecret",
  "tenant_access_token",
  "token",
  "URL",
  "authorization",
]);

/** What was sent or answered, fit to be shown: the values of fields that hold secrets are starred out. */
export const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      secretKeys.has(key) && typeof entry === "string" ? "***" : withoutSecrets(entry),
    ]),
  );
};
