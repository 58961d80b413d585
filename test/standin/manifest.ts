/** What a manifest tells Excel to show and to load. */
import { childOf, childrenOf, parseXml, type XmlElement } from '../../src/ooxml/xml';

/** A button of the ribbon, and what a press does. */
interface RibbonButton {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly tip: string;
  readonly icon: string;
  readonly action: { readonly kind: 'pane'; readonly address: string } | { readonly kind: 'function'; readonly name: string };
}

/** The manifest in one language. */
export interface Manifest {
  readonly name: string;
  /** The pane's page where no button opens it. */
  readonly page: string;
  readonly buttons: readonly RibbonButton[];
  /** Where the functions' metadata are; null where the manifest has no functions. */
  readonly functions: string | null;
  readonly namespace: string | null;
}

function* all(element: XmlElement, name: string): Generator<XmlElement> {
  if (element.name === name) yield element;
  for (const child of element.children) yield* all(child, name);
}

function attribute(element: XmlElement | undefined, name: string): string {
  const value = element?.attributes[name];
  if (value === undefined) throw new Error(`The manifest lacks ${name} at ${element?.name ?? 'a place'}.`);
  return value;
}

/** Reads a manifest as Excel in that language would. */
export function readManifest(xml: string, locale: string): Manifest {
  const root = parseXml(xml, 'manifest.xml');
  const saying = (element: XmlElement): string => {
    const own = childrenOf(element, 'Override').find((each) => each.attributes['Locale']?.toLowerCase() === locale.toLowerCase());
    return own ? attribute(own, 'Value') : attribute(element, 'DefaultValue');
  };
  const resources = new Map<string, string>();
  for (const place of all(root, 'Resources'))
    for (const list of place.children) for (const one of list.children) resources.set(attribute(one, 'id'), saying(one));
  const resource = (element: XmlElement | undefined): string => {
    const found = resources.get(attribute(element, 'resid'));
    if (found === undefined) throw new Error(`The manifest has no resource ${attribute(element, 'resid')}.`);
    return found;
  };
  const displayName = childOf(root, 'DisplayName');
  const page = childOf(childOf(root, 'DefaultSettings'), 'SourceLocation');
  if (!displayName || !page) throw new Error('The manifest lacks its name or its page.');
  const functions = [...all(root, 'ExtensionPoint')].find((point) => point.attributes['xsi:type'] === 'CustomFunctions');
  return {
    name: saying(displayName),
    page: saying(page),
    buttons: [...all(root, 'Group')].flatMap((group) =>
      childrenOf(group, 'Control').map((control) => buttonOf(control, resource(childOf(group, 'Label')), resource)),
    ),
    functions: functions ? resource(childOf(childOf(functions, 'Metadata'), 'SourceLocation')) : null,
    namespace: functions ? resource(childOf(functions, 'Namespace')) : null,
  };
}

function buttonOf(control: XmlElement, group: string, resource: (element: XmlElement | undefined) => string): RibbonButton {
  const action = childOf(control, 'Action');
  const kind = attribute(action, 'xsi:type');
  if (attribute(control, 'xsi:type') !== 'Button' || (kind !== 'ShowTaskpane' && kind !== 'ExecuteFunction'))
    throw new Error(`The stand-in host does not cover the control ${attribute(control, 'id')} with ${kind}.`);
  const icons = childrenOf(childOf(control, 'Icon'), 'Image');
  return {
    id: attribute(control, 'id'),
    label: resource(childOf(control, 'Label')),
    group,
    tip: resource(childOf(childOf(control, 'Supertip'), 'Description')),
    icon: resource(icons.find((icon) => icon.attributes['size'] === '32') ?? icons[0]),
    action:
      kind === 'ShowTaskpane'
        ? { kind: 'pane', address: resource(childOf(action, 'SourceLocation')) }
        : { kind: 'function', name: childOf(action, 'FunctionName')?.text.trim() ?? '' },
  };
}
