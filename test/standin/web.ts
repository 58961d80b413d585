/** How Excel on the web talks to an add-in: texts between two windows. */
import type { HostEvent, StandInHost } from './host';
import { isRecord, type Json } from './json';

/** Where the window of Excel on the web stands, worldwide and by 21Vianet; office.js answers to few addresses. */
export const webOrigin = 'https://excel.officeapps.live.com';
export const chinaWebOrigin = 'https://excel.partner.officewebapps.cn';

/** A shared runtime (1) with custom functions (2), in the words of office.js. */
const runtimeFlags = 3;

const version = 1;
/** Kinds of messages: a question, an answer; what a question asks for; why an answer comes. */
const kinds = { question: 0, answer: 1 } as const;
const actions = { invoke: 0, listen: 1, unlisten: 2 } as const;
const reasons = { asked: 0, event: 1 } as const;
/** What an add-in may ask by number. */
const methods = { saveSettings: 76, richApi: 93, commandDone: 94 } as const;

/** What an add-in may listen to. */
const events: ReadonlySet<string> = new Set<HostEvent>(['richApiMessage', 'appCommandInvoked', 'documentSelectionChanged']);

const conversation = 'standin';
const hostVersion = '16.0.18000.10000';

/** The name a frame must bear so that office.js in it looks for Excel on the web. */
export const frameName = (locale: string, origin: string = webOrigin): string =>
  JSON.stringify({
    baseFrameName: 'standin',
    hostInfo: `Excel$Web$16.00$${locale}$00000000-0000-0000-0000-000000000001$$$${runtimeFlags}`,
    xdmInfo: `${conversation}|${conversation}|${origin}/host.html`,
    serializerVersion: String(version),
  });

/** The host's side of one add-in window. Messages to the add-in go through `post`; gives where its messages go. */
export function openWeb(host: StandInHost, post: (message: string) => void, origin: string = webOrigin): (message: string) => void {
  const listening = new Map<string, Json>();
  const send = (question: Json, data: Json, reason: 0 | 1): void => {
    post(
      JSON.stringify({
        _messageType: kinds.answer,
        _actionName: question['_actionName'],
        _conversationId: question['_conversationId'],
        _correlationId: question['_correlationId'],
        _origin: origin,
        _data: data,
        _errorCode: 0,
        _responseType: reason,
        _serializerVersion: version,
      }),
    );
  };
  host.connect((event, data) => {
    const question = listening.get(event);
    if (question === undefined) return false;
    send(question, eventData(event, data), reasons.event);
    return true;
  });

  const answer = (question: Json): Json => {
    const name = String(question['_actionName']);
    const action = question['_actionType'];
    if (action === actions.listen) {
      if (!events.has(name)) throw new Error(`The stand-in host does not cover the event ${name}.`);
      listening.set(name, question);
    } else if (action === actions.unlisten) listening.delete(name);
    else if (name === 'ContextActivationManager_getAppContextAsync') return appContext(host);
    else if (name === 'executeMethod') return perform(host, isRecord(question['_data']) ? question['_data'] : {});
    else if (name !== 'ContextActivationManager_notifyHost') throw new Error(`The stand-in host does not cover the message ${name}.`);
    return { Error: 0, Version: version };
  };
  return (text) => {
    host.keepingFaults(() => {
      const question: unknown = JSON.parse(text);
      if (isRecord(question) && question['_messageType'] === kinds.question) send(question, answer(question), reasons.asked);
    });
  };
}

/** A ribbon command travels as numbered parts, every other event as rows. */
const eventData = (event: HostEvent, data: readonly unknown[]): Json =>
  event === 'appCommandInvoked' ? { ...data } : event === 'documentSelectionChanged' ? {} : { ArrayData: data };

function perform(host: StandInHost, data: Json): Json {
  const method = isRecord(data['DdaMethod']) ? data['DdaMethod']['DispatchId'] : undefined;
  if (method === methods.richApi) {
    const { error, body } = host.process(Array.isArray(data['ArrayData']) ? String(data['ArrayData'][4]) : '');
    if (error !== 0) return { Error: error, Version: version };
    return { Error: 0, Version: version, Data: [200, ['CONTENT-TYPE', 'application/json'], body] };
  }
  if (method === methods.saveSettings) {
    const given = isRecord(data['DdaSettingsMethod']) ? data['DdaSettingsMethod']['Properties'] : [];
    const pairs: readonly unknown[] = Array.isArray(given) ? given : [];
    host.saveSettings(pairs.filter((pair): pair is unknown[] => Array.isArray(pair)).map(([key, value]) => [String(key), String(value)]));
  } else if (method === methods.commandDone) host.commandDone(String(data['0']));
  else throw new Error(`The stand-in host does not cover method ${String(method)}.`);
  return { Error: 0, Version: version };
}

function appContext(host: StandInHost): Json {
  return {
    _id: conversation,
    _appName: 16,
    _appVersion: '16.00',
    _appUILocale: host.locale,
    _dataLocale: host.locale,
    _docUrl: 'https://standin.invalid/ledger.xlsx',
    _clientMode: 1,
    _settings: host.savedSettings(),
    _reason: 'DocumentOpened',
    _osfControlType: 1,
    _appInstanceId: conversation,
    _requirementMatrix: JSON.stringify(host.requirements),
    _hostFullVersion: hostVersion,
    _initialDisplayMode: 2,
  };
}
