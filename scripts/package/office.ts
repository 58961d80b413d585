/** Where the pane may get office.js from. */
export const officeSources = ['global', '21vianet', 'self'] as const;

/** `global`: Microsoft's servers. `21vianet`: those of Office 365 operated by 21Vianet. `self`: the npm package's files beside the add-in. */
export type OfficeSource = (typeof officeSources)[number];

/** What follows from where office.js comes from. */
export interface OfficeLibrary {
  /** The address in the page: absolute, or beside the page's folder for `self`. */
  readonly script: string;
  /** The foreign origin that scripts may come from; null where there is none. */
  readonly origin: string | null;
  /** Pages of Excel on the web that may show the add-in in a frame: the host's frame and every page around it. */
  readonly frames: readonly string[];
}

/** Folder of the site that holds the files of office.js where they are our own. */
export const officeFolder = 'office';

// officeapps.live.com and partner.officewebapps.cn are the hosts that office.js itself trusts; the pages around them follow reports of
// administrators (OfficeDev/office-js #3342, office-js-docs-pr #4911) and Microsoft's lists of addresses.
const globalFrames = [
  'https://*.officeapps.live.com',
  'https://*.sharepoint.com',
  'https://*.office.com',
  'https://*.cloud.microsoft',
  'https://onedrive.live.com',
];
const chinaFrames = ['https://*.partner.officewebapps.cn', 'https://*.sharepoint.cn', 'https://*.partner.microsoftonline.cn'];

/** Each source with its address, its origin and the hosts of its cloud. `self` serves the tenants of both. */
export const offices: Readonly<Record<OfficeSource, OfficeLibrary>> = {
  global: {
    script: 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js',
    origin: 'https://appsforoffice.microsoft.com',
    frames: globalFrames,
  },
  '21vianet': {
    script: 'https://appsforoffice.cdn.partner.office365.cn/appsforoffice/lib/1/hosted/office.js',
    origin: 'https://appsforoffice.cdn.partner.office365.cn',
    frames: chinaFrames,
  },
  self: { script: `../${officeFolder}/office.js`, origin: null, frames: [...globalFrames, ...chinaFrames] },
};

/**
 * What Excel takes of the npm package: the loader, one host file each for the web, Windows and the Mac, and the texts in the add-in's
 * languages; any other language falls back to English.
 */
export const officeFiles: readonly string[] = [
  'office.js',
  'excel-web-16.00.js',
  'excel-win32-16.01.js',
  'excel-mac-16.00.js',
  'en-us/office_strings.js',
  'zh-cn/office_strings.js',
  'zh-tw/office_strings.js',
];

/** Where office.js looks for its telemetry. It is left out on purpose: nothing is sent, and office.js, finding none, goes on without it. */
export const noTelemetry = {
  path: 'telemetry/oteljs_agave.js',
  content: '/* 惠企不发送遥测，此处特意留空。 Nothing is sent: the telemetry of office.js is left out. */\n',
} as const;
