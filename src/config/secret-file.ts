/** Reads a text file; throws Node's error when it cannot. */
export type ReadFile = (path: string) => string;

export type SecretFile =
  | { readonly ok: true; readonly secret: string }
  | { readonly ok: false; readonly wrong: string; readonly fix: string };

const mostCharacters = 4096;

/** The code of Node's error (`ENOENT`, `EACCES` …): its message would repeat the path. */
export const fileErrorCode = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unreadable";

/**
 * The secret in a file, without the line break that editors put at its end. What is wrong never repeats the
 * path: people put the secret itself there by mistake.
 */
export const readSecretFile = (path: string, readFile: ReadFile): SecretFile => {
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    return {
      ok: false,
      wrong: `names a file that cannot be read (${fileErrorCode(error)})`,
      fix: "Give the path of a file that holds nothing but the secret and that this user may read.",
    };
  }
  const secret = text.replace(/^\uFEFF/, "").trim();
  if (secret === "") {
    return { ok: false, wrong: "names an empty file", fix: "Write the secret into it." };
  }
  if (secret.length > mostCharacters || /[\r\n\0]/.test(secret)) {
    return {
      ok: false,
      wrong: "names a file that holds more than a secret",
      fix: "The file must hold nothing but the secret, on one line.",
    };
  }
  return { ok: true, secret };
};
