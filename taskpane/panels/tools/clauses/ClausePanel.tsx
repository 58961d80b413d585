/** Every clause of a document: found by words, kept to a class, opened for its facts. */
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Field,
  SearchBox,
  Select,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import { monitorWords, type Clause, type ClauseClass, type Register } from '../../../../src/monitor';
import { useRegister } from '../../../state/useRegister';
import { countText } from '../../../words/numbers';
import { toolWords } from '../../../words/tools';
import { Term } from '../../parts/parts';
import { DocumentChoice, startDocument } from '../DocumentChoice';
import { WithRegister } from '../notes';
import type { ToolProps } from '../props';
import { ClauseFacts } from './ClauseFacts';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  filters: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  search: { width: '100%', maxWidth: 'none' },
  select: { minWidth: 0, width: '100%', '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' } },
  side: { color: tokens.colorNeutralForeground3 },
  item: { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  head: { padding: `${tokens.spacingVerticalS} 0`, textAlign: 'left', overflowWrap: 'anywhere' },
  clause: { color: tokens.colorBrandForeground1, fontWeight: tokens.fontWeightSemibold },
  body: { margin: 0, padding: `0 0 ${tokens.spacingVerticalM}` },
});

const classes: readonly ClauseClass[] = ['A', 'B', 'C', 'D', 'E'];

/** Every word of a clause that a search may mean. */
function textOf(clause: Clause, register: Register): string {
  const { responsible } = clause;
  return [
    clause.clause,
    clause.heading ?? '',
    clause.title ?? '',
    clause.quote,
    clause.does,
    clause.doesEnglish,
    ...(responsible === null ? [] : [...responsible.all, ...responsible.lead, ...responsible.support]),
    ...clause.funds,
    ...clause.commitments,
    ...clause.enterprises,
    ...clause.projects,
    ...clause.measures,
    ...register.indicators.filter(({ id }) => clause.indicators.includes(id)).map(({ subject, name }) => `${subject} ${name}`),
  ]
    .join('\n')
    .toLowerCase();
}

/** 条款. */
export default function ClausePanel({ pack, language }: ToolProps) {
  const styles = useStyles();
  const say = toolWords[language];
  const [chosen, setChosen] = useState(() => startDocument(pack.id));
  const [text, setText] = useState('');
  const [only, setOnly] = useState<ClauseClass | null>(null);
  const loaded = useRegister(chosen);
  const { register } = loaded;
  const texts = useMemo(
    () => (register === null ? [] : register.clauses.map((clause) => [clause, textOf(clause, register)] as const)),
    [register],
  );
  const wanted = text.trim().toLowerCase().split(/\s+/);
  const found = texts.filter(
    ([clause, words]) => (only === null || clause.classes.includes(only)) && wanted.every((word) => words.includes(word)),
  );
  return (
    <div className={styles.panel}>
      <DocumentChoice language={language} value={chosen} onChange={setChosen} />
      <WithRegister loaded={loaded} language={language}>
        {(known) => (
          <>
            <About register={known} />
            <div className={styles.filters}>
              <SearchBox
                className={styles.search}
                aria-label={say.searchClauses}
                placeholder={say.searchClauses}
                value={text}
                onChange={(_, { value }) => setText(value)}
              />
              <Field label={say.classFilter}>
                <Select
                  className={styles.select}
                  value={only ?? ''}
                  onChange={(_, { value }) => setOnly(classes.find((one) => one === value) ?? null)}
                >
                  <option value="">{say.all}</option>
                  {classes.map((one) => (
                    <option key={one} value={one}>
                      {say.classOf(one, monitorWords(language).classes[one])}
                    </option>
                  ))}
                </Select>
              </Field>
            </div>
            <Text size={200} className={styles.side} role="status">
              {found.length === 0 ? say.nothingFound : say.clauseCount(countText(found.length))}
            </Text>
            <Accordion key={chosen} collapsible multiple>
              {found.map(([clause]) => (
                <AccordionItem key={clause.clause} value={clause.clause} className={styles.item}>
                  <AccordionHeader as="h3" expandIconPosition="end" size="small">
                    <span className={styles.head}>
                      <Term className={styles.clause}>{clause.clause}</Term> <Term>{clause.title ?? clause.heading ?? clause.quote}</Term>
                    </span>
                  </AccordionHeader>
                  <AccordionPanel className={styles.body}>
                    <ClauseFacts language={language} register={known} clause={clause} />
                  </AccordionPanel>
                </AccordionItem>
              ))}
            </Accordion>
          </>
        )}
      </WithRegister>
    </div>
  );
}

/** Who issued the document, its number, day and validity, as far as the text gives them. */
function About({ register }: { register: Register }) {
  const styles = useStyles();
  const { title, issuer, number, date, validity } = register;
  const parts = [issuer, number, date, validity].flatMap((part) => (part === null || part === '' ? [] : [part]));
  return (
    <Text size={200} className={styles.side}>
      <Term>{[title, ...parts].join('　')}</Term>
    </Text>
  );
}
