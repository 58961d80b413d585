/** The facts of the clauses a measure comes from, beside its answer. */
import { MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { toolWords } from '../tool-words';
import { useRegister } from '../useRegister';
import type { Language } from '../words';
import { ClauseFacts } from './ClauseFacts';

interface ClauseNoteProps {
  readonly language: Language;
  readonly policy: string;
  readonly measure: string;
}

/** Loaded when somebody asks for it. */
export default function ClauseNote({ language, policy, measure }: ClauseNoteProps) {
  const say = toolWords[language];
  const { register, failure } = useRegister(policy);
  if (failure !== null) {
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          {say.failed}
          {failure}
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (register === null) return <Spinner size="tiny" label={say.loading} />;
  return register.clauses
    .filter((clause) => clause.measures.includes(measure))
    .map((clause) => <ClauseFacts key={clause.clause} language={language} register={register} clause={clause} />);
}
