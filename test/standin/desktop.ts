/** How Excel for Windows talks to an add-in: an object the web view finds at `window.external`. */
import type { HostEvent, StandInHost } from './host';

/** What `window.external` says of Excel at once; anything else is asked later. */
interface DesktopContext {
  readonly hostInfo: string;
  readonly language: string;
  readonly requirements: string;
  readonly settings: readonly (readonly [key: string, value: string])[];
  /** Numbers of the events there are. */
  readonly events: readonly number[];
}

const methods = { richApi: 93, commandDone: 94 } as const;
const events: Readonly<Record<HostEvent, number>> = { documentSelectionChanged: 2, richApiMessage: 33, appCommandInvoked: 39 };

/** What a page needs to begin with. */
export function desktopContext(host: StandInHost): DesktopContext {
  return {
    hostInfo: `Excel$Win32$16.01$${host.locale}$00000000-0000-0000-0000-000000000001$$$3`,
    language: host.locale,
    requirements: JSON.stringify(host.requirements),
    settings: host.savedSettings(),
    events: Object.values(events),
  };
}

/** The host's side of one add-in page: `execute` answers a numbered method, `saveSettings` keeps the document's settings. */
interface DesktopSide {
  execute(method: number, parameters: unknown): readonly unknown[];
  saveSettings(pairs: readonly (readonly [string, string])[]): void;
}

/** Opens the host's side. Events go through `fire`, which tells whether anybody listens. */
export function openDesktop(host: StandInHost, fire: (event: number, data: readonly unknown[]) => void): DesktopSide {
  host.connect((event, data) => {
    fire(events[event], data);
    return true;
  });
  return {
    execute: (method, parameters) =>
      host.keepingFaults(() => {
        const given: readonly unknown[] = Array.isArray(parameters) ? parameters : [];
        if (method === methods.richApi) {
          const request: readonly unknown[] = Array.isArray(given[0]) ? given[0] : [];
          const { error, body } = host.process(String(request[4]));
          return error === 0 ? [0, 200, [], body] : [error];
        }
        if (method !== methods.commandDone) throw new Error(`The stand-in host does not cover method ${method}.`);
        host.commandDone(String(given[0]));
        return [0];
      }),
    saveSettings: (pairs) => {
      host.saveSettings(pairs);
    },
  };
}

/** The page's side: what stands at `window.external`, and how the host reaches its listeners. */
interface External {
  readonly external: object;
  fire(event: number, data: readonly unknown[]): void;
}

/**
 * Builds the object for `window.external`. It runs inside the add-in's page and may use nothing from outside itself. `execute` and `save`
 * lead to the host.
 */
export function makeExternal(
  context: DesktopContext,
  execute: (method: number, parameters: unknown) => Promise<readonly unknown[]>,
  save: (pairs: [string, string][]) => Promise<void>,
): External {
  // Excel hands over arrays of COM: they must be asked for their items.
  const wrapped = (value: unknown): unknown => (Array.isArray(value) ? { toArray: () => value.map(wrapped), dimensions: () => 1 } : value);
  const listeners = new Map<number, (event: number, data: unknown) => void>();
  const soon = (done: (answer: unknown) => void): void => {
    setTimeout(() => {
      done(wrapped([0]));
    }, 0);
  };
  const settings = {
    Read: (keys: string[], values: string[]) => {
      for (const [key, value] of context.settings) {
        keys.push(key);
        values.push(value);
      }
    },
    WriteAsync: (keys: string[], values: string[], done: (status: number) => void) => {
      void save(keys.map((key, index) => [key, values[index] ?? ''])).then(() => {
        done(0);
      });
    },
  };
  const control = {
    GetAppType: () => 1,
    GetSolutionRef: () => 'standin',
    GetAppVersionMajor: () => 16,
    GetAppVersionMinor: () => 1,
    GetAppUILocale: () => context.language,
    GetAppDataLocale: () => context.language,
    GetDocUrl: () => 'C:\\台账.xlsx',
    GetAppCapabilities: () => 0,
    GetActivationMode: () => 2,
    GetControlIntegrationLevel: () => 1,
    GetSolutionToken: () => '',
    GetCorrelationId: () => 'standin',
    GetInstanceId: () => 'standin',
    GetTouchEnabled: () => false,
    GetCommerceAllowed: () => false,
    GetSupportedMatrix: () => context.requirements,
    GetHostFullVersion: () => '16.0.18000.20000',
    GetInitialDisplayMode: () => 2,
    GetSettings: () => settings,
    GetOfficeThemeInfo: () => null,
  };
  const external = {
    GetHostInfo: () => context.hostInfo,
    GetContext: () => control,
    GetLoggingAllowed: () => false,
    Execute: (method: number, parameters: unknown, done: (answer: unknown, code: number) => void) => {
      void execute(method, parameters).then((answer) => {
        done(wrapped(answer), 0);
      });
    },
    RegisterEvent: (event: number, _target: unknown, listener: (event: number, data: unknown) => void, done: (answer: unknown) => void) => {
      if (!context.events.includes(event)) throw new Error(`The stand-in host does not cover event ${event}.`);
      listeners.set(event, listener);
      soon(done);
    },
    UnregisterEvent: (event: number, _target: unknown, done: (answer: unknown) => void) => {
      listeners.delete(event);
      soon(done);
    },
  };
  return {
    external,
    fire: (event, data) => {
      listeners.get(event)?.(event, wrapped(data));
    },
  };
}
