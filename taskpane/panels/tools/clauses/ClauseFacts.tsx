/** What is known of a clause beside its award. */
import { Badge, Text, makeStyles, tokens } from '@fluentui/react-components';
import type { Clause, Register } from '../../../../src/monitor';
import { monitorWords } from '../../../../src/monitor';
import type { Language } from '../../../words/pane';
import { toolWords, type ToolWords } from '../../../words/tools';
import { Quote, Term } from '../../parts/parts';

const useStyles = makeStyles({
  clause: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, minWidth: 0 },
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  facts: { margin: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  label: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 },
  value: { margin: 0, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase300, overflowWrap: 'anywhere' },
});

interface Fact {
  readonly label: string;
  readonly value: string;
  /** Said by the pane, not by the document. */
  readonly own?: boolean;
}

/** Every fact of a clause that the text gives; who is responsible is also said where the text does not name it. */
function factsOf(clause: Clause, register: Register, language: Language, say: ToolWords): Fact[] {
  const facts: Fact[] = [{ label: say.does, value: language === 'zh-CN' ? clause.does : clause.doesEnglish }];
  const add = (label: string, items: readonly string[]) => {
    if (items.length > 0) facts.push({ label, value: items.join('、') });
  };
  const { responsible } = clause;
  if (responsible === null) facts.push({ label: say.responsible, value: say.responsibleNone, own: true });
  else {
    add(say.lead, responsible.lead);
    add(say.support, responsible.support);
    add(say.responsible, responsible.all);
  }
  for (const quote of clause.funds) facts.push({ label: say.funds, value: quote });
  add(say.commitments, clause.commitments);
  add(say.enterprises, clause.enterprises);
  add(say.projects, clause.projects);
  const indicators = register.indicators.filter((indicator) => clause.indicators.includes(indicator.id));
  add(
    say.indicatorsOf,
    indicators.map(({ subject, name }) => `${subject} ${name}`),
  );
  add(
    say.relations,
    clause.relations.map(({ when, policy, clauses }) => say.relationLine(say.relationWhen[when], policy, clauses.join('、'))),
  );
  return facts;
}

interface ClauseFactsProps {
  readonly language: Language;
  readonly register: Register;
  readonly clause: Clause;
}

/** Class, words, what is computed, who is responsible, use of funds, commitment words, names, related documents. */
export function ClauseFacts({ language, register, clause }: ClauseFactsProps) {
  const styles = useStyles();
  const say = toolWords[language];
  return (
    <div className={styles.clause}>
      <ClassBadges language={language} clause={clause} />
      <Quote>{clause.quote}</Quote>
      <dl className={styles.facts}>
        {factsOf(clause, register, language, say).map(({ label, value, own }, index) => (
          <div key={index}>
            <dt className={styles.label}>{label}</dt>
            <dd className={styles.value}>{own === true ? <Text size={200}>{value}</Text> : <Term>{value}</Term>}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** The classes of a clause, by letter and word. */
function ClassBadges({ language, clause }: { language: Language; clause: Clause }) {
  const styles = useStyles();
  const { classes } = monitorWords(language);
  return (
    <span className={styles.badges}>
      {clause.classes.map((letter) => (
        <Badge key={letter} appearance="tint" color={letter === 'E' ? 'subtle' : 'brand'}>
          {toolWords[language].classOf(letter, classes[letter])}
        </Badge>
      ))}
    </span>
  );
}
