/** The door for Excel: makes the functions known, waits for Office, makes the Excel host, shows the pane. */
import { createRoot } from 'react-dom/client';
import { registerFunctions } from '../functions/excel-door';
import { loadWords } from '../src/explain';
import { excelHost } from '../src/hosts/excel';
import { App } from './App';
import { assessor } from './judging/assessor';
import type { PaneStorage } from './model/ports';
import { lacksOf } from './model/requirements';
import { TooOld } from './panels/frame/Lacks';
import { languageOf } from './words/pane';

/** Choices are kept in the workbook's own settings: they travel with the file. Nothing personal is among them. */
const documentStorage: PaneStorage = {
  load: async (key) => {
    const kept: unknown = Office.context.document.settings.get(key);
    return typeof kept === 'string' ? kept : null;
  },
  save: (key, text) =>
    new Promise((resolve, reject) => {
      Office.context.document.settings.set(key, text);
      Office.context.document.settings.saveAsync((result) => {
        if (result.status === Office.AsyncResultStatus.Succeeded) resolve();
        else reject(new Error(result.error.message));
      });
    }),
};

async function start(): Promise<void> {
  await Office.onReady();
  const place = document.getElementById('pane');
  if (place === null) throw new Error('index.html has no #pane');
  // Hosts before Office 2019 tell no theme.
  const theme: Office.OfficeTheme | undefined = Office.context.officeTheme;
  const language = languageOf(Office.context.displayLanguage);
  const lacks = lacksOf((set, version) => Office.context.requirements.isSetSupported(set, version));
  await loadWords(language);
  const root = createRoot(place);
  if (lacks.includes('pane')) {
    root.render(<TooOld language={language} />);
    return;
  }
  root.render(
    <App
      host={excelHost()}
      storage={documentStorage}
      assessor={assessor}
      language={language}
      lacks={lacks}
      dark={theme?.isDarkTheme ?? false}
    />,
  );
}

// Excel asks for the functions as soon as this page loads.
registerFunctions();
void start();
