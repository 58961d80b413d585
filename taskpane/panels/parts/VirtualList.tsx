/** A long list that draws only the rows in view, in pages of ten thousand, moved through with the arrow keys. */
import { Button, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useCallback, useContext, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { countText } from '../../words/numbers';
import type { Words } from '../../words/pane';
import { ScrollerContext } from './scroller';

/** Browsers stop drawing beyond some 16 million pixels; ten thousand rows stay far below. */
const pageRows = 10_000;
const spareRows = 6;
/** Where the page has no height (no layout yet), this many pixels are taken. */
const assumedHeight = 640;

const useStyles = makeStyles({
  list: { position: 'relative', outlineStyle: 'none' },
  row: {
    position: 'absolute',
    left: 0,
    right: 0,
    boxSizing: 'border-box',
    overflow: 'hidden',
    cursor: 'pointer',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    borderLeft: '3px solid transparent',
    // Contrast themes draw transparent borders too.
    '@media (forced-colors: active)': { borderLeftColor: 'Canvas' },
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: { borderLeftColor: tokens.colorBrandStroke1, '@media (forced-colors: active)': { borderLeftColor: 'Highlight' } },
  focused: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
  },
  pages: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    paddingTop: tokens.spacingVerticalS,
  },
});

interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  /** Pixels; all rows are alike. */
  readonly rowHeight: number;
  /** The row moved to; it may be on another page. */
  readonly active: number;
  readonly words: Words;
  readonly row: (index: number) => ReactNode;
  readonly onMove: (index: number) => void;
  /** Enter, space or a click. */
  readonly onOpen: (index: number) => void;
}

/** How far a key moves; null for keys that do not. */
function moved(key: string, active: number, count: number, perScreen: number): number | null {
  const to: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + perScreen,
    PageUp: active - perScreen,
    Home: 0,
    End: count - 1,
  };
  const target = to[key];
  return target === undefined ? null : Math.min(count - 1, Math.max(0, target));
}

/** A list box over `count` rows. */
export function VirtualList({ label, count, rowHeight, active, words, row, onMove, onOpen }: VirtualListProps) {
  const styles = useStyles();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const scroller = useContext(ScrollerContext);
  const [view, setView] = useState({ first: 0, last: Math.ceil(assumedHeight / rowHeight) });
  const [focused, setFocused] = useState(false);

  const page = Math.floor(Math.min(active, Math.max(0, count - 1)) / pageRows);
  const start = page * pageRows;
  const rows = Math.min(pageRows, count - start);

  const measure = useCallback(() => {
    if (list.current === null || scroller === null) return;
    const height = scroller.height() === 0 ? assumedHeight : scroller.height();
    const above = -scroller.offsetOf(list.current);
    const first = Math.max(0, Math.floor(above / rowHeight) - spareRows);
    const last = Math.max(first, Math.ceil((above + height) / rowHeight) + spareRows);
    setView((old) => (old.first === first && old.last === last ? old : { first, last }));
  }, [rowHeight, scroller]);

  useLayoutEffect(measure, [measure, count, page]);
  useEffect(() => scroller?.watch(measure), [measure, scroller]);

  const reveal = (index: number) => {
    if (list.current === null || scroller === null) return;
    const top = scroller.offsetOf(list.current) + (index % pageRows) * rowHeight;
    const below = top + rowHeight - scroller.height();
    if (top < 0) scroller.moveTo(scroller.position() + top);
    else if (below > 0) scroller.moveTo(scroller.position() + below);
    measure();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (count > 0) onOpen(active);
      return;
    }
    const perScreen = Math.max(1, view.last - view.first - 2 * spareRows);
    const target = moved(event.key, active, count, perScreen);
    if (target === null) return;
    event.preventDefault();
    onMove(target);
    reveal(target);
  };

  const shown: number[] = [];
  for (let index = Math.min(view.first, rows); index < Math.min(view.last, rows); index += 1) shown.push(start + index);
  // The active row is always there for screen readers, in view or not.
  if (active >= start && active < start + rows && !shown.includes(active)) shown.push(active);

  return (
    <>
      <div
        ref={list}
        role="listbox"
        aria-label={label}
        aria-activedescendant={rows > 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        className={styles.list}
        style={{ height: rows * rowHeight }}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        {shown.map((index) => (
          <div
            key={index}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            aria-setsize={count}
            aria-posinset={index + 1}
            className={mergeClasses(styles.row, index === active && styles.active, index === active && focused && styles.focused)}
            style={{ top: (index - start) * rowHeight, height: rowHeight }}
            onClick={() => {
              onMove(index);
              onOpen(index);
            }}
          >
            {row(index)}
          </div>
        ))}
      </div>
      {count > pageRows ? (
        <div className={styles.pages}>
          <Button size="small" disabled={page === 0} onClick={() => onMove(start - pageRows)}>
            {words.listPrevious}
          </Button>
          <Text size={200}>{words.listPage(countText(start + 1), countText(start + rows), countText(count))}</Text>
          <Button size="small" disabled={start + rows >= count} onClick={() => onMove(start + pageRows)}>
            {words.listNext}
          </Button>
        </div>
      ) : null}
    </>
  );
}
