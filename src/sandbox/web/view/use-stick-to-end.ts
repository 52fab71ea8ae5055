import type { RefObject } from "preact";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { reducedMotion } from "../model/preferences.ts";

const nearEndPx = 80;

interface StickToEnd {
  /** Whether the reader has scrolled up, away from the newest message. */
  readonly away: boolean;
  readonly toEnd: () => void;
  /** Call before adding content at the top: what is in view stays in view. */
  readonly keepPlace: () => void;
}

/**
 * Keeps a scrolling list at its end while the reader is there, and where it is when they are not; something
 * new of the reader's own (`ownNewestId`, else empty) always brings the end into view.
 */
export function useStickToEnd(
  list: RefObject<HTMLElement | null>,
  content: unknown,
  ownNewestId: string,
): StickToEnd {
  const [away, setAway] = useState(false);
  const atEnd = useRef(true);
  const heldFromBottomPx = useRef<number | null>(null);

  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const onScroll = () => {
      atEnd.current = fromBottomPx(element) < nearEndPx;
      setAway(!atEnd.current);
    };
    // The composer grows, the drawer opens, a card unfolds: the end stays the end.
    const resized = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    resized.observe(element);
    if (element.firstElementChild !== null) resized.observe(element.firstElementChild);
    return () => {
      element.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, [list]);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    if (heldFromBottomPx.current !== null) {
      element.scrollTop = element.scrollHeight - element.clientHeight - heldFromBottomPx.current;
      heldFromBottomPx.current = null;
    } else if (atEnd.current) {
      element.scrollTop = element.scrollHeight;
    }
  }, [list, content]);

  useLayoutEffect(() => {
    if (ownNewestId === "" || list.current === null) return;
    list.current.scrollTop = list.current.scrollHeight;
  }, [list, ownNewestId]);

  const toEnd = useCallback(() => {
    const behavior = reducedMotion() ? "auto" : "smooth";
    list.current?.scrollTo({ top: list.current.scrollHeight, behavior });
  }, [list]);
  const keepPlace = useCallback(() => {
    heldFromBottomPx.current = list.current === null ? null : fromBottomPx(list.current);
  }, [list]);
  return { away, toEnd, keepPlace };
}

function fromBottomPx(element: HTMLElement): number {
  return element.scrollHeight - element.clientHeight - element.scrollTop;
}
