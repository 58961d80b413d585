/** The workbench: a page with an open spreadsheet, the functions in it, and the pane beside it. */
import { createRoot } from 'react-dom/client';
import { loadSetting } from '../functions/setting';
import sampleUrl from '../templates/2025q1.xlsx?url';
import type { FunctionHelp } from './functions';
import { createGrid } from './grid';
import { Workbench } from './Workbench';

/** The functions' help is made from their declarations when the project is built. */
const built = import.meta.glob<FunctionHelp>('../dist/functions/functions.json', { eager: true, import: 'default' });

async function start(): Promise<void> {
  const place = document.getElementById('page');
  if (!place) throw new Error('index.html has no #page');
  // The canvas draws with a font only once it is there; a machine without any of them goes on with its own.
  const [chinese, english] = await Promise.all([
    loadSetting('zh-CN', null),
    loadSetting('en-US', null),
    ...["10px '等线'", "bold 10px '等线'"].map((font) => document.fonts.load(font)),
  ]);
  const grid = createGrid({
    container: 'grid',
    language: 'zh-CN',
    setting: (language) => (language === 'zh-CN' ? chinese : english),
    help: Object.values(built)[0] ?? { functions: [] },
    // A fault of ours: the cell shows #VALUE!, the console says where.
    wrong: (name, problem) => console.error(name, problem),
  });
  createRoot(place).render(<Workbench grid={grid} sampleUrl={sampleUrl} />);
}

void start();
