/** A figure that is more than one number: its form, what it goes by, its tiers, its limits, each number with the unit the officer chose. */
import { Button, Field, Input, Select, Text, makeStyles, tokens } from '@fluentui/react-components';
import { Add16Regular, ChevronDown20Regular, ChevronRight20Regular, Delete16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Pack, Parameter, ShapeProblem } from '../../../src/engine';
import { problemParts, sayShape } from '../../../src/explain';
import { shapeUnits, type ShapeUnits } from '../../../src/ledger';
import type { ParameterCheck } from '../../model/parameters';
import type { DraftAmount, DraftTable, DraftTier, ShapeDraft, ShapeForm } from '../../model/shapes';
import { choicesOf, formsOf, newTable, nextTier, quantitiesOf } from '../../model/shapes';
import type { Language, Words } from '../../words/pane';
import { shapeWords, type ShapeWords } from '../../words/shapes';
import { Term } from '../parts/parts';

const useStyles = makeStyles({
  editor: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  table: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    minWidth: 0,
    paddingLeft: tokens.spacingHorizontalS,
    borderLeft: `2px solid ${tokens.colorNeutralStroke2}`,
  },
  tiers: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, margin: 0, padding: 0, listStyle: 'none' },
  tier: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  amount: {
    display: 'grid',
    gridTemplateColumns: '5.5em minmax(0, 1fr) minmax(0, 7em)',
    columnGap: tokens.spacingHorizontalXS,
    alignItems: 'center',
  },
  control: { minWidth: 0, width: '100%', '& select, & input': { minWidth: 0 } },
  start: { alignSelf: 'flex-start' },
  note: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  asked: { color: tokens.colorStatusWarningForeground1, overflowWrap: 'anywhere' },
  wrong: { color: tokens.colorStatusDangerForeground1, overflowWrap: 'anywhere' },
});

/** Problems that are questions still open, not mistakes. */
const asked: readonly ShapeProblem['code'][] = [
  'shape-value-needed',
  'shape-unit-needed',
  'shape-by-needed',
  'shape-of-needed',
  'shape-from-needed',
  'shape-to-needed',
];

/** Limits besides cap and floor. */
const rarer = ['atLeast', 'minimum', 'noBase'] as const;

interface ShapeEditorProps {
  readonly words: Words;
  readonly language: Language;
  readonly pack: Pack;
  readonly parameter: Parameter;
  /** The parameter's full name. */
  readonly name: string;
  readonly draft: ShapeDraft;
  readonly check: ParameterCheck;
  readonly onDraft: (draft: ShapeDraft) => void;
}

/** What the parts of the editor share. */
interface Shared {
  readonly words: Words;
  readonly say: ShapeWords;
  readonly language: Language;
  readonly pack: Pack;
  readonly parameter: Parameter;
  readonly units: ShapeUnits;
  readonly problems: readonly ShapeProblem[];
}

/** Instead of one number: a tier table or another form. */
export default function ShapeEditor({ words, language, pack, parameter, name, draft, check, onDraft }: ShapeEditorProps) {
  const styles = useStyles();
  const say = shapeWords[language];
  const problems = check.state === 'faulty' ? check.problems : [];
  const shared: Shared = { words, say, language, pack, parameter, units: shapeUnits(parameter), problems };
  const choices = choicesOf(parameter);
  const isPlain = draft.choice === '';
  const tables = isPlain ? draft.tables.slice(0, 1) : draft.tables;
  const change = (index: number, by: Partial<DraftTable>): void =>
    onDraft({ ...draft, tables: draft.tables.map((table, place) => (place === index ? { ...table, ...by } : table)) });
  return (
    <div className={styles.editor}>
      {choices.length === 0 ? null : (
        <Field size="small" label={say.choice}>
          <Select className={styles.control} value={draft.choice} onChange={(_, { value }) => onDraft({ ...draft, choice: value })}>
            {quantitiesOf(parameter).length === 0 ? null : <option value="">{say.choiceNone}</option>}
            {choices.map(({ id, name: word }) => (
              <option key={id} value={id} lang="zh-CN">
                {word}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {isPlain ? null : <Problems shared={shared} rows={[]} />}
      {tables.map((table, index) => (
        <Table
          key={index}
          shared={shared}
          table={table}
          kind={isPlain ? null : say.table(String(index + 1))}
          rows={isPlain ? [] : [index + 1]}
          onTable={(by) => change(index, by)}
          {...(tables.length > 1 ? { onRemove: () => onDraft({ ...draft, tables: draft.tables.filter((_, at) => at !== index) }) } : {})}
        />
      ))}
      {isPlain ? null : (
        <Button
          size="small"
          className={styles.start}
          icon={<Add16Regular />}
          onClick={() => onDraft({ ...draft, tables: [...draft.tables, newTable(parameter)] })}
        >
          {say.addTable}
        </Button>
      )}
      {check.state === 'faulty' ? (
        <Text size={200} className={styles.note}>
          {say.refused}
        </Text>
      ) : null}
      {check.state === 'taken' && check.shape !== undefined ? (
        <Text size={200} className={styles.note}>
          {say.taken}
          <Term>{sayShape(check.shape, name, pack, language)}</Term>
        </Text>
      ) : null}
    </div>
  );
}

interface TableProps {
  readonly shared: Shared;
  readonly table: DraftTable;
  /** Which of the kinds it is for, in words; null where the table is for everybody. */
  readonly kind: string | null;
  /** Where its faults stand. */
  readonly rows: readonly number[];
  readonly onTable: (by: Partial<DraftTable>) => void;
  readonly onRemove?: () => void;
}

function Table({ shared, table, kind, rows, onTable, onRemove }: TableProps) {
  const styles = useStyles();
  const { say, parameter, units } = shared;
  const { form } = table;
  const byUnits = units.quantities[table.by] ?? [];
  const [opened, setOpened] = useState(false);
  const anyUnits = [...new Set(Object.values(units.quantities).flat())];
  const hasQuantities = quantitiesOf(parameter).length > 0;
  const more = rarer.filter((key) => key !== 'noBase' || parameter.going.some(({ id }) => id === 'base'));
  const isOpen = opened || more.some((key) => table[key].number !== '');
  const place = kind ?? '';
  const sums = form === 'perPoint' || form === 'perStep';
  const isTiered = form === 'bracket' || form === 'marginal';
  const amount = (key: 'value' | 'step' | 'above' | 'cap' | 'floor' | (typeof rarer)[number], units: readonly string[], hint?: string) => (
    <Amount
      shared={shared}
      name={key}
      place={place}
      amount={table[key]}
      units={units}
      rows={rows}
      onAmount={(next) => onTable({ [key]: next })}
      {...(hint === undefined ? {} : { hint })}
    />
  );
  return (
    <div className={kind === null ? styles.editor : styles.table} {...(kind === null ? {} : { role: 'group', 'aria-label': kind })}>
      {kind === null ? null : (
        <>
          <div className={styles.head}>
            <Text weight="semibold" size={200}>
              {kind}
            </Text>
            {onRemove === undefined ? null : <Remove say={say} place={kind} onRemove={onRemove} />}
          </div>
          <Field size="small" label={say.kinds} hint={say.kindsHint}>
            <Input className={styles.control} value={table.choice} onChange={(_, { value }) => onTable({ choice: value })} />
          </Field>
        </>
      )}
      <Field size="small" label={say.form}>
        <Select className={styles.control} value={form} onChange={(_, { value }) => onTable(formNamed(value, parameter))}>
          {formsOf(parameter).map((one) => (
            <option key={one} value={one}>
              {say.forms[one]}
            </option>
          ))}
        </Select>
      </Field>
      {isTiered || sums ? (
        <Quantity shared={shared} label={say.by} none={say.choose} value={table.by} onValue={(by) => onTable({ by })} />
      ) : null}
      {form === 'rate' || form === 'bracket' ? (
        <Quantity shared={shared} label={say.of} none={say.ofNone} value={table.of} onValue={(of) => onTable({ of })} />
      ) : null}
      {isTiered ? (
        <Tiers shared={shared} table={table} place={place} rows={rows} onTiers={(tiers) => onTable({ tiers })} />
      ) : (
        <>
          {sums ? amount('above', byUnits) : null}
          {form === 'perStep' ? amount('step', byUnits) : null}
          {amount('value', sums ? units.money : units.values)}
        </>
      )}
      {hasQuantities ? (
        <>
          {amount('cap', units.money, say.hint.cap)}
          {amount('floor', units.money, say.hint.floor)}
          <Button
            size="small"
            appearance="subtle"
            className={styles.start}
            icon={isOpen ? <ChevronDown20Regular /> : <ChevronRight20Regular />}
            aria-expanded={isOpen}
            onClick={() => setOpened(!isOpen)}
          >
            {say.more}
          </Button>
          {isOpen
            ? more.map((key) => (
                <div key={key}>
                  {amount(key, key === 'minimum' ? anyUnits : key === 'noBase' ? units.values : units.money, say.hint[key])}
                </div>
              ))
            : null}
        </>
      ) : null}
      <Problems shared={shared} rows={rows} />
    </div>
  );
}

function formNamed(value: string, parameter: Parameter): { form?: ShapeForm } {
  const form = formsOf(parameter).find((one) => one === value);
  return form === undefined ? {} : { form };
}

interface TiersProps {
  readonly shared: Shared;
  readonly table: DraftTable;
  readonly place: string;
  readonly rows: readonly number[];
  readonly onTiers: (tiers: readonly DraftTier[]) => void;
}

/** The rows of a tier table, each fault in its row. */
function Tiers({ shared, table: { tiers, by }, place, rows, onTiers }: TiersProps) {
  const styles = useStyles();
  const { say, units } = shared;
  const byUnits = units.quantities[by] ?? [];
  return (
    <>
      <ol className={styles.tiers}>
        {tiers.map((tier, index) => {
          const number = say.tier(String(index + 1));
          const named = place === '' ? number : say.inPlace(place, number);
          const own = [...rows, index + 1];
          const amount = (key: keyof DraftTier, offered: readonly string[]) => (
            <Amount
              shared={shared}
              name={key}
              place={named}
              amount={tier[key]}
              units={offered}
              rows={own}
              onAmount={(next) => onTiers(tiers.map((one, at) => (at === index ? { ...one, [key]: next } : one)))}
              {...(key === 'to' && index === tiers.length - 1 ? { hint: say.topHint } : {})}
            />
          );
          return (
            <li key={index} className={styles.tier} aria-label={named}>
              <div className={styles.head}>
                <Text size={200} weight="semibold">
                  {number}
                </Text>
                {tiers.length === 1 ? null : (
                  <Remove say={say} place={named} onRemove={() => onTiers(tiers.filter((_, at) => at !== index))} />
                )}
              </div>
              {amount('from', byUnits)}
              {amount('to', byUnits)}
              {amount('value', units.values)}
              <Problems shared={shared} rows={own} />
            </li>
          );
        })}
      </ol>
      <Button size="small" className={styles.start} icon={<Add16Regular />} onClick={() => onTiers([...tiers, nextTier(tiers.at(-1))])}>
        {place === '' ? say.addTier : say.inPlace(place, say.addTier)}
      </Button>
    </>
  );
}

function Remove({ say, place, onRemove }: { say: ShapeWords; place: string; onRemove: () => void }) {
  return <Button size="small" appearance="subtle" icon={<Delete16Regular />} aria-label={say.remove(place)} onClick={onRemove} />;
}

interface QuantityProps {
  readonly shared: Shared;
  readonly label: string;
  readonly none: string;
  readonly value: string;
  readonly onValue: (id: string) => void;
}

/** One of the quantities the pack names for the parameter. */
function Quantity({ shared: { parameter }, label, none, value, onValue }: QuantityProps) {
  const styles = useStyles();
  return (
    <Field size="small" label={label}>
      <Select className={styles.control} value={value} onChange={(_, { value: id }) => onValue(id)}>
        <option value="">{none}</option>
        {quantitiesOf(parameter).map(({ id, name }) => (
          <option key={id} value={id} lang="zh-CN">
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

type AmountKey = 'from' | 'to' | 'value' | 'step' | 'above' | 'cap' | 'floor' | (typeof rarer)[number];

interface AmountProps {
  readonly shared: Shared;
  readonly name: AmountKey;
  /** Where it stands, in words; blank where the table is the only one. */
  readonly place: string;
  readonly amount: DraftAmount;
  readonly units: readonly string[];
  readonly rows: readonly number[];
  readonly hint?: string;
  readonly onAmount: (amount: DraftAmount) => void;
}

/** A number and its unit; no unit is chosen beforehand. */
function Amount({ shared: { say, problems }, name, place, amount, units, rows, hint, onAmount }: AmountProps) {
  const styles = useStyles();
  const label = say.field[name];
  const full = place === '' ? label : say.inPlace(place, label);
  const found = problems.find((problem) => problem.key === name && isAt(problem, rows));
  const isWrong = found !== undefined && !asked.includes(found.code);
  const isUnitOpen = found !== undefined && found.code.startsWith('shape-unit');
  const offered = amount.unit === '' || units.includes(amount.unit) ? units : [...units, amount.unit];
  return (
    <div className={styles.amount}>
      <Text size={200} aria-hidden="true">
        {label}
      </Text>
      <Input
        size="small"
        className={styles.control}
        aria-label={full}
        aria-invalid={isWrong}
        inputMode="decimal"
        value={amount.number}
        {...(hint === undefined ? {} : { placeholder: hint, title: hint })}
        onChange={(_, { value }) => onAmount({ ...amount, number: value })}
      />
      <Select
        size="small"
        className={styles.control}
        aria-label={say.unitOf(full)}
        aria-invalid={isUnitOpen}
        value={amount.unit}
        onChange={(_, { value }) => onAmount({ ...amount, unit: value })}
      >
        <option value="">{say.unitChoose}</option>
        {offered.map((unit) => (
          <option key={unit} value={unit} lang="zh-CN">
            {unit}
          </option>
        ))}
      </Select>
    </div>
  );
}

function isAt(problem: ShapeProblem, rows: readonly number[]): boolean {
  return problem.rows.join('.') === rows.join('.');
}

/** The faults of one place: mistakes are said aloud, open questions stand there. */
function Problems({ shared: { words, say, language, pack, problems }, rows }: { shared: Shared; rows: readonly number[] }) {
  const styles = useStyles();
  return problems
    .filter((problem) => isAt(problem, rows))
    .map((problem, index) => {
      const key = Object.entries(say.field).find(([one]) => one === problem.key)?.[1] ?? problem.key;
      const told = { ...problem, data: { ...problem.data, key } };
      const { text, todo } = problemParts(told, language, pack);
      const isAsked = asked.includes(problem.code);
      return (
        <Text key={index} size={200} className={isAsked ? styles.asked : styles.wrong} {...(isAsked ? {} : { role: 'alert' })}>
          <Term>{words.sentence(text, todo)}</Term>
        </Text>
      );
    });
}
