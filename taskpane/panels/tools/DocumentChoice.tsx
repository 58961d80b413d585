/** Which document a tool looks at. */
import { Field, Select, makeStyles } from '@fluentui/react-components';
import { policies, registered } from '../../../src/policies';
import type { Language } from '../../words/pane';
import { toolWords } from '../../words/tools';

const useStyles = makeStyles({ control: { minWidth: 0, '& select': { minWidth: 0, textOverflow: 'ellipsis' } } });

/** The pane's own document where it is registered, else the newest that is. */
export function startDocument(policy: string): string {
  return registered.find((id) => id === policy) ?? registered.at(-1) ?? policy;
}

interface DocumentChoiceProps {
  readonly language: Language;
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** All registered documents by their titles. */
export function DocumentChoice({ language, value, onChange }: DocumentChoiceProps) {
  const styles = useStyles();
  const titleOf = (id: string) => {
    const policy = policies.find((one) => one.id === id);
    return (language === 'zh-CN' ? policy?.title : policy?.titleEnglish) ?? id;
  };
  return (
    <Field label={toolWords[language].document}>
      <Select className={styles.control} value={value} onChange={(_, chosen) => onChange(chosen.value)}>
        {registered.map((id) => (
          <option key={id} value={id}>
            {titleOf(id)}
          </option>
        ))}
      </Select>
    </Field>
  );
}
