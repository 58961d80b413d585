/** What several tools say: a draft, a failure, a document on its way; and the way to new sheets. */
import { Button, MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { TableAdd20Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Register } from '../../../src/monitor';
import type { LoadedRegister } from '../../state/useRegister';
import type { Language } from '../../words/pane';
import { toolWords } from '../../words/tools';

/** A document that is a draft says so; one in force says nothing. */
export function DraftNote({ draft, language }: { draft: boolean; language: Language }) {
  if (!draft) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{toolWords[language].draft}</MessageBarBody>
    </MessageBar>
  );
}

/** What could not be done, in words; null: nothing went wrong. */
export function FailureNote({ failure, language }: { failure: string | null; language: Language }) {
  if (failure === null) return null;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        {toolWords[language].failed}
        {failure}
      </MessageBarBody>
    </MessageBar>
  );
}

interface WithRegisterProps {
  readonly loaded: LoadedRegister;
  readonly language: Language;
  readonly children: (register: Register) => ReactNode;
}

/** What is made of a document's clauses and indicators; until they are there, that they come, or why they do not. */
export function WithRegister({ loaded: { register, failure }, language, children }: WithRegisterProps) {
  return (
    <>
      <FailureNote failure={failure} language={language} />
      {register !== null ? children(register) : failure === null ? <Spinner label={toolWords[language].loading} /> : null}
    </>
  );
}

/** Offers new sheets; they are listed before anything is written. */
export function WriteButton({ language, onWrite }: { language: Language; onWrite: () => void }) {
  return (
    <Button size="small" icon={<TableAdd20Regular />} onClick={onWrite}>
      {toolWords[language].write}
    </Button>
  );
}
