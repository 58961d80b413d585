/** The facts of the clauses a measure comes from, beside its answer. */
import { useRegister } from '../../../state/useRegister';
import type { Language } from '../../../words/pane';
import { WithRegister } from '../notes';
import { ClauseFacts } from './ClauseFacts';

interface ClauseNoteProps {
  readonly language: Language;
  readonly policy: string;
  readonly measure: string;
}

/** Loaded when somebody asks for it. */
export default function ClauseNote({ language, policy, measure }: ClauseNoteProps) {
  const loaded = useRegister(policy);
  return (
    <WithRegister loaded={loaded} language={language}>
      {(register) =>
        register.clauses
          .filter((clause) => clause.measures.includes(measure))
          .map((clause) => <ClauseFacts key={clause.clause} language={language} register={register} clause={clause} />)
      }
    </WithRegister>
  );
}
