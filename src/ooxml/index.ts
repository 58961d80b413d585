export type * from './book';
export { BookProblem, StyleList } from './book';
export { areaAddress, cellAddress, columnLetters, readArea, quoteSheet } from './address';
export { fromDisk, toDisk } from './formulas';
export { shiftFormula } from './shift';
export { writeBook } from './write';
export { readBook, type LeftBehind } from './read';
