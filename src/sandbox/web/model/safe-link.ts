/** The address when it is an absolute http or https one, else `null`: nothing else ever becomes a link. */
export function safeLink(address: string): string | null {
  if (!/^https?:\/\//i.test(address.trim())) return null;
  try {
    const url = new URL(address.trim());
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
