/**
 * Puts the old objects in the place of new ones that say the same, so that whoever compares by identity
 * (the rows of the page) sees what really changed. A list without any change comes back as the old list.
 */
export function reuseUnchanged<T extends object>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): readonly T[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  let same = before.length === after.length;
  const merged = after.map((item, index) => {
    const earlier = old.get(keyOf(item));
    const kept = earlier !== undefined && saysTheSame(earlier, item) ? earlier : item;
    if (kept !== before[index]) same = false;
    return kept;
  });
  return same ? before : merged;
}

function saysTheSame(left: object, right: object): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
