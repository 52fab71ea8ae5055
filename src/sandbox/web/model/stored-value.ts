const prefix = "steward-sandbox.";

/** What was kept under this name in this browser, or `null`; a browser that forbids keeping keeps nothing. */
export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Keeps a text in this browser. */
export function writeStored(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private windows may refuse; the page works without.
  }
}
