import type { LeftBehind } from '../src/ooxml';

/** The languages of the page. */
export type Language = 'zh-CN' | 'en-US';

/** Every word of the page around grid and pane. */
export interface WorkbenchWords {
  readonly name: string;
  readonly tagline: string;
  readonly open: string;
  readonly save: string;
  readonly sample: string;
  readonly language: string;
  readonly splitter: string;
  readonly loading: string;
  readonly sampleName: string;
  readonly cell: string;
  /** Between things in a list. */
  readonly comma: string;
  readonly opened: (name: string) => string;
  readonly saved: (name: string) => string;
  readonly leftBehind: (things: string) => string;
  readonly left: Readonly<Record<LeftBehind, string>>;
  readonly notRecalculated: (formulas: number) => string;
  readonly problems: Readonly<Record<'not-a-workbook' | 'encrypted' | 'truncated' | 'too-large' | 'unsupported-format', string>>;
  readonly cannotSave: string;
  readonly cannotOpen: string;
  readonly dismiss: string;
  /** Asked before an open workbook with changes gives place to another. */
  readonly unsaved: string;
  readonly unsavedText: (file: string, next: string) => string;
  readonly saveFirst: string;
  readonly openAnyway: string;
  readonly cancel: string;
}

export const WORDS: Readonly<Record<Language, WorkbenchWords>> = {
  'zh-CN': {
    name: '惠企',
    tagline: '惠企政策测算工作台',
    open: '打开',
    save: '保存',
    sample: '示例台账',
    language: 'English',
    splitter: '调整窗格宽度',
    loading: '正在载入表格…',
    sampleName: '2025年一季度示例台账.xlsx',
    cell: '单元格',
    comma: '、',
    opened: (name) => `已打开 ${name}`,
    saved: (name) => `已保存为 ${name}（下载文件夹），原文件没有改动`,
    leftBehind: (things) => `此文件含有${things}，表格不显示，另存的文件里也不会有；原文件不受影响。`,
    left: {
      notes: '批注',
      drawings: '图片或图表',
      pivots: '数据透视表',
      macros: '宏',
      'conditional-formats': '条件格式',
      links: '超链接',
      protection: '工作表保护',
      external: '外部链接',
      'rich-text': '单元格内的局部字体',
    },
    notRecalculated: (formulas) => `公式有 ${formulas} 个，打开时显示文件里保存的结果；改动单元格后，相关公式会重新计算。`,
    problems: {
      'not-a-workbook':
        '这不是可以打开的 .xlsx 工作簿。请在 Excel 中打开，另存为“Excel 工作簿（*.xlsx）”后再试；CSV 文件请用 .csv 作后缀。',
      encrypted: '工作簿设有打开密码。请在 Excel 中取消密码，另存后再打开。',
      truncated: '文件不完整或已损坏。请重新取得这个文件后再试。',
      'too-large': '工作簿太大，网页表格打不开。请用命令行 huiqi assess 直接测算这个文件。',
      'unsupported-format': '不支持这种格式（如 .xls、.xlsb）。请在 Excel 或 WPS 中另存为“Excel 工作簿（*.xlsx）”后再打开。',
    },
    cannotSave: '保存失败，表格内容没有受影响。请稍后再试。',
    cannotOpen: '这个文件没有打开，原来的表格还在。请在 Excel 中另存一份后再试。',
    dismiss: '关闭提示',
    unsaved: '表格改动过，还没保存',
    unsavedText: (file, next) => `打开“${next}”以后，在“${file}”里填写的内容和写入的结果就没有了。要先保存吗？`,
    saveFirst: '先保存再打开',
    openAnyway: '不保存，直接打开',
    cancel: '取消',
  },
  'en-US': {
    name: 'Huiqi',
    tagline: 'Policy workbench',
    open: 'Open',
    save: 'Save',
    sample: 'Sample ledger',
    language: '中文',
    splitter: 'Width of the pane',
    loading: 'Loading the sheet…',
    sampleName: '2025q1-sample-ledger.xlsx',
    cell: 'Cell',
    comma: ', ',
    opened: (name) => `Opened ${name}`,
    saved: (name) => `Saved as ${name} in your downloads; the original file is unchanged`,
    leftBehind: (things) =>
      `This file holds ${things}. The grid does not show them and a saved copy will not have them; the original is safe.`,
    left: {
      notes: 'notes',
      drawings: 'pictures or charts',
      pivots: 'pivot tables',
      macros: 'macros',
      'conditional-formats': 'conditional formats',
      links: 'hyperlinks',
      protection: 'sheet protection',
      external: 'links to other files',
      'rich-text': 'mixed fonts inside cells',
    },
    notRecalculated: (formulas) =>
      `There are ${formulas} formulas: they show the results kept in the file and are calculated again where cells change.`,
    problems: {
      'not-a-workbook':
        'This is no .xlsx workbook that can be opened. Open it in Excel, save it as “Excel Workbook (*.xlsx)” and try again; a CSV file must be named .csv.',
      encrypted: 'The workbook has a password to open. Remove it in Excel, save a copy and open that.',
      truncated: 'The file is incomplete or damaged. Get it again and retry.',
      'too-large': 'The workbook is too large for a grid in a page. Judge it with the command line: huiqi assess.',
      'unsupported-format':
        'This format (.xls, .xlsb …) is not supported. Save it as “Excel Workbook (*.xlsx)” in Excel or WPS and open that.',
    },
    cannotSave: 'Saving failed; the sheet is unchanged. Please try again.',
    cannotOpen: 'The file was not opened; the sheet before it is still here. Save a copy in Excel and try that.',
    dismiss: 'Dismiss',
    unsaved: 'The sheet has changes that are not saved',
    unsavedText: (file, next) => `Once “${next}” is open, what was typed and written into “${file}” is gone. Save it first?`,
    saveFirst: 'Save, then open',
    openAnyway: 'Open without saving',
    cancel: 'Cancel',
  },
};
