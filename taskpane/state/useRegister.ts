/** The clauses and indicators of a document, loaded when somebody looks. */
import { useEffect, useState } from 'react';
import type { Register } from '../../src/monitor';
import { loadClauses } from '../../src/policies';

/** A register on its way: `register` null while it is read, `failure` in the program's words where it could not be. */
export interface LoadedRegister {
  readonly register: Register | null;
  readonly failure: string | null;
}

/** Loads the register of a document; null: there is none to load. */
export function useRegister(policy: string | null): LoadedRegister {
  const [loaded, setLoaded] = useState<LoadedRegister & { readonly policy: string | null }>({
    policy: null,
    register: null,
    failure: null,
  });
  useEffect(() => {
    if (policy === null) return;
    let here = true;
    loadClauses(policy).then(
      (register) => {
        if (here) setLoaded({ policy, register, failure: null });
      },
      (failure: unknown) => {
        if (here) setLoaded({ policy, register: null, failure: failure instanceof Error ? failure.message : String(failure) });
      },
    );
    return () => {
      here = false;
    };
  }, [policy]);
  return loaded.policy === policy ? loaded : { register: null, failure: null };
}
