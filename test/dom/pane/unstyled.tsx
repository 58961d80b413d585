import { RendererProvider, createDOMRenderer } from '@fluentui/react-components';
import type { ReactNode } from 'react';

/**
 * jsdom holds every rule of a page against an element anew after every change of the page. Fluent makes some 850 of them; asking for a
 * role by name then takes ten times as long. What the pane looks like is for the tests in a browser.
 */
const withoutRules = { ...createDOMRenderer(document), insertCSSRules: () => undefined };

/** A page without Fluent's style rules: `render(…, { wrapper: Unstyled })`. */
export function Unstyled({ children }: { children: ReactNode }) {
  return <RendererProvider renderer={withoutRules}>{children}</RendererProvider>;
}
