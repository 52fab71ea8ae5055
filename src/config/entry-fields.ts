import { z } from "zod";

/** A short name, by which people and paths tell the accounts of one platform apart. */
export const accountName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "must be 1 to 32 small letters, digits or hyphens")
  .describe("A short name, different for each account.");

/** Where a secret is: secrets never stand in the YAML file itself. */
export const secretFile = (about: string) =>
  z.string().min(1, "must be a path").max(4096, "is too long").exactOptional().describe(about);

export const secretVariable = (about: string) =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "must be the name of an environment variable")
    .exactOptional()
    .describe(about);

/** What a header can carry as it is: of anything else the HTTP client leaves parts out without a word. */
export const headerToken = z.string().regex(/^[\x21-\x7e]{1,4096}$/);

/** An http(s) URL with nothing in it that is a secret or gets lost when paths are added. */
export const isBaseUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return false;
  return !(url.username || url.password || url.search || url.hash);
};

export const baseUrl = z
  .string()
  .max(2048)
  .refine(isBaseUrl, "must be a base URL that begins with http:// or https://");
