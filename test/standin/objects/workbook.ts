/** `Workbook`: its settings, parts of XML, protection; and the services of the runtime. */
import { ExcelError } from '../errors';
import type { StandInXmlPart } from '../workbook';
import { kind, nothing, textArgument, type Maker } from './kind';
import { nameCollection } from './name';
import { rangeOf } from './range';
import { tableCollection } from './table';
import { worksheetCollection } from './worksheet';

const protection = kind<null>('WorkbookProtection', {
  read: { Protected: (_target, { workbook }) => workbook().protected },
  call: {
    Protect: (_target, args, { workbook }) => {
      if (workbook().protected) throw new ExcelError('AccessDenied', 'WorkbookProtection.protect');
      workbook().protected = true;
      workbook().password = typeof args[0] === 'string' ? args[0] : undefined;
      return null;
    },
    Unprotect: (_target, args, { workbook }) => {
      const { password } = workbook();
      if (password !== undefined && password !== args[0]) throw new ExcelError('AccessDenied', 'WorkbookProtection.unprotect');
      workbook().protected = false;
      return null;
    },
  },
});

/** Of the properties of the file the one that the product asks for; any other is refused as unknown. */
const properties = kind<null>('DocumentProperties', {
  read: { Subject: (_target, { workbook }) => workbook().subject },
  write: {
    Subject: (_target, value, { workbook }) => {
      if (typeof value !== 'string') throw new ExcelError('InvalidArgument', 'DocumentProperties.subject');
      workbook().subject = value;
    },
  },
});

const setting: Maker<string> = kind<string>('Setting', {
  identity: (key) => ({ _Id: key }),
  read: { Key: (key) => key, _Id: (key) => key, Value: (key, { workbook }) => workbook().settings.get(key) },
  write: {
    Value: (key, value, { workbook }) => {
      workbook().settings.set(key, value);
    },
  },
  call: {
    Delete: (key, _args, { workbook }) => {
      workbook().settings.delete(key);
      return null;
    },
  },
});

const settingCollection = kind<null>('SettingCollection', {
  items: (_target, around) => [...around.workbook().settings.keys()].map((key) => setting(key, around)),
  item: (_target, args, around) => {
    const key = textArgument(args, 0, 'SettingCollection.getItem');
    if (!around.workbook().settings.has(key)) throw new ExcelError('ItemNotFound', 'SettingCollection.getItem');
    return setting(key, around);
  },
  call: {
    Add: (_target, args, around) => {
      const key = textArgument(args, 0, 'SettingCollection.add');
      around.workbook().settings.set(key, args[1]);
      return setting(key, around);
    },
    GetItemOrNullObject: (_target, args, around) => {
      const key = textArgument(args, 0, 'SettingCollection.getItemOrNullObject');
      return around.workbook().settings.has(key) ? setting(key, around) : nothing;
    },
    GetCount: (_target, _args, { workbook }) => workbook().settings.size,
  },
});

const namespaceOf = ({ xml }: StandInXmlPart): string => /^\s*(?:<\?[^>]*\?>\s*)?<[^>]*?\sxmlns="([^"]*)"/.exec(xml)?.[1] ?? '';

/** Parts must be well formed as far as a beginning and an end tell. */
function checkedXml(value: unknown, location: string): string {
  if (typeof value !== 'string' || !/^\s*(?:<\?[^>]*\?>\s*)?<([^\s/>]+)[\s\S]*(?:<\/\1\s*>|\/>)\s*$/.test(value))
    throw new ExcelError('InvalidArgument', location);
  return value;
}

const xmlPart: Maker<StandInXmlPart> = kind<StandInXmlPart>('CustomXmlPart', {
  identity: ({ id }) => ({ Id: id }),
  read: { Id: ({ id }) => id, NamespaceUri: namespaceOf },
  call: {
    GetXml: ({ xml }) => xml,
    SetXml: (part, args) => {
      part.xml = checkedXml(args[0], 'CustomXmlPart.setXml');
      return null;
    },
    Delete: (part, _args, { workbook }) => {
      workbook().xmlParts.splice(workbook().xmlParts.indexOf(part), 1);
      return null;
    },
  },
});

const scopedXmlParts = kind<string>('CustomXmlPartScopedCollection', {
  items: (namespace, around) =>
    around
      .workbook()
      .xmlParts.filter((part) => namespaceOf(part) === namespace)
      .map((part) => xmlPart(part, around)),
  call: { GetCount: (namespace, _args, { workbook }) => workbook().xmlParts.filter((part) => namespaceOf(part) === namespace).length },
});

const xmlPartCollection = kind<null>('CustomXmlPartCollection', {
  items: (_target, around) => around.workbook().xmlParts.map((part) => xmlPart(part, around)),
  item: (_target, args, around) => {
    const found = around.workbook().xmlParts.find(({ id }) => id === args[0]);
    if (!found) throw new ExcelError('ItemNotFound', 'CustomXmlPartCollection.getItem');
    return xmlPart(found, around);
  },
  call: {
    Add: (_target, args, around) => {
      const part = { id: around.workbook().newId('PART'), xml: checkedXml(args[0], 'CustomXmlPartCollection.add') };
      around.workbook().xmlParts.push(part);
      return xmlPart(part, around);
    },
    GetCount: (_target, _args, { workbook }) => workbook().xmlParts.length,
    GetItemOrNullObject: (_target, args, around) => {
      const found = around.workbook().xmlParts.find(({ id }) => id === args[0]);
      return found ? xmlPart(found, around) : nothing;
    },
    GetByNamespace: (_target, args, around) => scopedXmlParts(textArgument(args, 0, 'CustomXmlPartCollection.getByNamespace'), around),
  },
});

/** `Workbook`. */
export const workbook: Maker<null> = kind<null>('Workbook', {
  read: { Name: (_target, { workbook }) => workbook().fileName },
  child: {
    Worksheets: worksheetCollection,
    Tables: tableCollection,
    Names: nameCollection,
    Protection: protection,
    Properties: properties,
    Settings: settingCollection,
    CustomXmlParts: xmlPartCollection,
  },
  call: {
    GetSelectedRange: (_target, _args, around) => {
      const { sheet, area } = around.workbook().selection;
      return rangeOf(sheet, area, around);
    },
    GetActiveCell: (_target, _args, around) => {
      const { sheet, area } = around.workbook().selection;
      return rangeOf(sheet, { ...area, rows: 1, columns: 1 }, around);
    },
    _RemoveReference: (_target, args, { tracked }) => {
      tracked.delete(textArgument(args, 0, 'removeReference'));
      return null;
    },
  },
});

/** The service objects of the custom-function runtime. */
const customFunctions = kind<null>('CustomFunctions', {
  call: {
    _SetOsfControlContainerReadyForCustomFunctions: (_target, _args, around) => {
      around.functionsReady();
      return null;
    },
    _GetEnabledFeatures: () => [],
    SetInvocationArrayResults: (_target, args, around) => {
      if (!Array.isArray(args[0])) throw new ExcelError('InvalidArgument', 'SetInvocationArrayResults');
      around.functionResults(args[0]);
      return null;
    },
  },
});
const addinService = kind<null>('AddinInternalService', { call: { NotifyActionHandlerReady: () => null } });

/** Objects the protocol makes by name. */
export const services: Readonly<Record<string, Maker<null>>> = {
  'Microsoft.ExcelServices.CustomFunctions': customFunctions,
  'Microsoft.InternalService.AddinInternalService': addinService,
};
