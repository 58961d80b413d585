/**
 * The pane's tabs. Ours rather than Fluent's: those bring a keyboard library of their own, an eighth of all that is loaded before the pane
 * can be seen. Arrow keys, Home and End move the focus, Enter and Space open.
 */
import { CounterBadge, createFocusOutlineStyle, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';

const useStyles = makeStyles({
  list: {
    containerType: 'inline-size',
    display: 'flex',
    flexShrink: 0,
    paddingLeft: tokens.spacingHorizontalXS,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  // Five tabs and a count fit into 320 px in English too.
  tab: {
    position: 'relative',
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    flexGrow: 1,
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalSNudge} 2px`,
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground2,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    whiteSpace: 'nowrap',
    cursor: 'pointer',
    '@container (min-width: 360px)': { flexGrow: 0, paddingLeft: '6px', paddingRight: '6px' },
    '::after': {
      content: '""',
      position: 'absolute',
      left: tokens.spacingHorizontalSNudge,
      right: tokens.spacingHorizontalSNudge,
      bottom: 0,
      height: tokens.strokeWidthThicker,
      borderRadius: tokens.borderRadiusCircular,
    },
    ':hover::after': { backgroundColor: tokens.colorNeutralStroke1Hover },
    ...createFocusOutlineStyle(),
  },
  selected: {
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    '::after': { backgroundColor: tokens.colorCompoundBrandStroke, '@media (forced-colors: active)': { backgroundColor: 'Highlight' } },
    ':hover::after': { backgroundColor: tokens.colorCompoundBrandStrokeHover },
  },
});

/** One tab; `count` is shown beside its name unless it is 0. */
interface TabItem<T extends string> {
  readonly value: T;
  readonly name: string;
  readonly count?: number;
}

interface TabsProps<T extends string> {
  readonly label: string;
  readonly items: readonly TabItem<T>[];
  readonly selected: T;
  readonly onSelect: (value: T) => void;
}

/** Tabs in a row; the keyboard enters at the selected one. */
export function Tabs<T extends string>({ label, items, selected, onSelect }: TabsProps<T>) {
  const styles = useStyles();
  return (
    <div role="tablist" aria-label={label} aria-orientation="horizontal" className={styles.list} onKeyDown={moveFocus}>
      {items.map(({ value, name, count = 0 }) => (
        <button
          key={value}
          type="button"
          role="tab"
          value={value}
          aria-selected={value === selected}
          tabIndex={value === selected ? 0 : -1}
          className={mergeClasses(styles.tab, value === selected && styles.selected)}
          onClick={() => onSelect(value)}
        >
          {name}
          {count === 0 ? null : <CounterBadge count={count} overflowCount={99} size="small" color="danger" />}
        </button>
      ))}
    </div>
  );
}

/** The next tab round the row, or its first or last. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const places: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  const place = Object.hasOwn(places, event.key) ? places[event.key] : undefined;
  if (at < 0 || place === undefined) return;
  event.preventDefault();
  tabs.at(place % tabs.length)?.focus();
}
