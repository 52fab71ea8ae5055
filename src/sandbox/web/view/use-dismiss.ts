import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/**
 * Closes something opened (a menu, a picker) when Escape is pressed or a press lands outside of the element
 * that the returned reference is put on.
 */
export function useDismiss<T extends HTMLElement>(
  open: boolean,
  close: () => void,
): RefObject<T | null> {
  const holder = useRef<T>(null);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (!(event.target instanceof Node) || holder.current?.contains(event.target)) return;
      close();
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      holder.current?.querySelector<HTMLElement>("[aria-haspopup]")?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey, true);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey, true);
    };
  }, [open, close]);
  return holder;
}

/** Moves the focus among the items of a menu with the arrow keys. */
export function moveFocus(event: KeyboardEvent, itemSelector: string): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(itemSelector)];
  if (items.length === 0) return;
  event.preventDefault();
  const focused = items.find((item) => item.contains(document.activeElement));
  const from = focused === undefined ? (step > 0 ? -1 : 0) : items.indexOf(focused);
  items.at((from + step) % items.length)?.focus();
}
