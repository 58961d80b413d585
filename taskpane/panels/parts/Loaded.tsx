/** Parts of the pane that are fetched when they are first shown, and what stands in their place until then or where they cannot be fetched. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Component, Suspense, lazy, type ComponentType, type LazyExoticComponent, type ReactNode } from 'react';
import type { Words } from '../../words/pane';

/** A part of the pane that could not be fetched: the server has other files by now, or does not answer. */
class NotFetched extends Error {}

/** A component fetched when it is first shown, inside a {@link Loaded}. React keeps a failure for good: only a new page fetches again. */
export function fetched<Props>(fetch: () => Promise<{ default: ComponentType<Props> }>): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => {
    try {
      return await fetch();
    } catch (cause) {
      throw new NotFetched('a part of the pane could not be fetched', { cause });
    }
  });
}

interface LoadedProps {
  readonly words: Words;
  /** Stands there while the part is fetched. */
  readonly waiting: ReactNode;
  readonly children: ReactNode;
  /** Starts the pane anew; by default the page is loaded again. */
  readonly onReload?: () => void;
}

/** The place of fetched parts: says so where one cannot be fetched, and offers to start the pane anew. The rest of the pane goes on. */
export class Loaded extends Component<LoadedProps, { readonly failure: Error | null }> {
  override state: { readonly failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error): { failure: Error } {
    return { failure };
  }

  override render(): ReactNode {
    const { words, waiting, children, onReload = () => window.location.reload() } = this.props;
    const { failure } = this.state;
    if (failure === null) return <Suspense fallback={waiting}>{children}</Suspense>;
    // A fault of ours is no fault of the server.
    if (!(failure instanceof NotFetched)) throw failure;
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{words.notFetchedTitle}</MessageBarTitle>
          {words.notFetchedText}
        </MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={onReload}>
            {words.reloadPane}
          </Button>
        </MessageBarActions>
      </MessageBar>
    );
  }
}
