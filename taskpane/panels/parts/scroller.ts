import { createContext } from 'react';

/** The part of the pane that scrolls, for lists that draw only what is in view. */
interface Scroller {
  /** Height in view; 0 where the page has no layout yet. */
  readonly height: () => number;
  /** How far below the top of the view an element begins; negative above it. */
  readonly offsetOf: (element: HTMLElement) => number;
  readonly position: () => number;
  readonly moveTo: (position: number) => void;
  /** Calls back after scrolling and when the size changes; returns the way to stop. */
  readonly watch: (listener: () => void) => () => void;
}

/** A scroller over an element. */
export function scrollerOf(box: HTMLElement): Scroller {
  return {
    height: () => box.clientHeight,
    offsetOf: (element) => element.getBoundingClientRect().top - box.getBoundingClientRect().top,
    position: () => box.scrollTop,
    moveTo: (position) => {
      box.scrollTop = position;
    },
    watch: (listener) => {
      box.addEventListener('scroll', listener, { passive: true });
      const sizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(listener);
      sizes?.observe(box);
      return () => {
        box.removeEventListener('scroll', listener);
        sizes?.disconnect();
      };
    },
  };
}

/** The scroller a list stands in; null before the page is there. */
export const ScrollerContext = createContext<Scroller | null>(null);
