/** What stands under 更多, in the order it is listed: a tool is one line here and a panel that is loaded when it is opened. */
import {
  BookSearch24Regular,
  BranchCompare24Regular,
  DataTrending24Regular,
  MoneyHand24Regular,
  PersonAvailable24Regular,
  TextBulletListSquare24Regular,
} from '@fluentui/react-icons';
import type { ComponentType, ReactNode } from 'react';
import type { Language } from '../../words/pane';
import { toolWords } from '../../words/tools';
import { fetched } from '../parts/Loaded';
import type { ToolProps } from './props';

/** One tool: its name, one sentence on what it is for, its panel. */
export interface Tool {
  readonly id: string;
  readonly icon: ReactNode;
  readonly name: (language: Language) => string;
  readonly text: (language: Language) => string;
  readonly panel: ComponentType<ToolProps>;
}

const saying = (key: 'indicators' | 'clauses' | 'entitled' | 'lists' | 'compare' | 'settle'): Pick<Tool, 'id' | 'name' | 'text'> => ({
  id: key,
  name: (language) => toolWords[language][key].name,
  text: (language) => toolWords[language][key].text,
});

/** Every tool. */
export const tools: readonly Tool[] = [
  { ...saying('indicators'), icon: <DataTrending24Regular />, panel: fetched(() => import('./indicators/IndicatorPanel')) },
  { ...saying('clauses'), icon: <BookSearch24Regular />, panel: fetched(() => import('./clauses/ClausePanel')) },
  { ...saying('entitled'), icon: <PersonAvailable24Regular />, panel: fetched(() => import('./EntitledPanel')) },
  { ...saying('lists'), icon: <TextBulletListSquare24Regular />, panel: fetched(() => import('./ListsPanel')) },
  { ...saying('compare'), icon: <BranchCompare24Regular />, panel: fetched(() => import('./ComparePanel')) },
  { ...saying('settle'), icon: <MoneyHand24Regular />, panel: fetched(() => import('./SettlePanel')) },
];
