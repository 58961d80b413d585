import type { Pack, Parameter, Shape, ShapeProblem, ShapeRow, Written } from '../engine';
import { fill, type Language } from './language';
import { inputOf, parameterOf } from './names';
import { problemParts } from './problems';
import { joined } from './reasons';
import { words } from './words';

/** The officer's word for what a table goes by. */
function goingName(parameter: Parameter, id: string): string {
  return parameter.going.find((going) => going.id === id)?.name ?? id;
}

/**
 * A shape in one sentence: what is paid, by what it goes, each row, and its cap and floor (`按产值增速分档…`). `parameter` is the full name it
 * stands for; numbers are said as they were written.
 */
export function sayShape(shape: Shape, parameter: string, pack: Pack, language: Language): string {
  const declared = parameterOf({ pack, measureId: '' }, parameter);
  return declared === undefined ? '' : said(shape, declared, pack, language);
}

function said(shape: Shape, parameter: Parameter, pack: Pack, language: Language): string {
  const say = words(language);
  const name = (id: string): string => goingName(parameter, id);
  const limits = [
    ...(shape.minimum === undefined ? [] : [fill(say.shape.minimum, { by: name(shape.minimum.by), from: shape.minimum.from.text })]),
    ...(shape.noBase === undefined
      ? []
      : [
          fill(shape.noBase.of === undefined ? say.shape.noBase : say.shape.noBaseOf, {
            value: shape.noBase.value.text,
            of: shape.noBase.of === undefined ? '' : name(shape.noBase.of),
          }),
        ]),
    ...(shape.atLeast === undefined ? [] : [fill(say.shape.atLeast, { value: shape.atLeast.text })]),
    ...(shape.cap === undefined ? [] : [fill(say.shape.cap, { value: shape.cap.text })]),
    ...(shape.floor === undefined ? [] : [fill(say.shape.floor, { value: shape.floor.text })]),
  ];
  return [main(shape, parameter, pack, language), ...limits].join(say.semicolon);
}

function main(shape: Shape, parameter: Parameter, pack: Pack, language: Language): string {
  const say = words(language).shape;
  const name = (id: string): string => goingName(parameter, id);
  switch (shape.shape) {
    case 'sum':
      return fill(say.sum, { value: shape.value.text });
    case 'rate':
      return shape.of === undefined
        ? fill(say.rate, { value: shape.value.text })
        : fill(say.rateOf, { value: shape.value.text, of: name(shape.of) });
    case 'perStep': {
      const data = { by: name(shape.by), step: shape.step.text, value: shape.value.text };
      return shape.above === undefined ? fill(say.perStep, data) : fill(say.perStepAbove, { ...data, above: shape.above.text });
    }
    case 'bracket':
    case 'marginal': {
      const rows = shape.rows.map((row) => rowText(row, parameter, pack, language)).join(words(language).listed);
      const data = { by: name(shape.by), rows, first: shape.rows[0]?.from.text ?? '' };
      if (shape.shape === 'marginal') return fill(say.marginal, data);
      return shape.of === undefined ? fill(say.bracket, data) : fill(say.bracketOf, { ...data, of: name(shape.of) });
    }
    case 'choice': {
      const going = parameter.going.find(({ id }) => id === shape.by);
      const input = going !== undefined && 'choice' in going.by ? inputOf(pack, going.by.choice) : undefined;
      const label = (id: string): string => input?.choices.find((choice) => choice.id === id)?.label ?? id;
      const rows = shape.rows.map(({ choices, value }) =>
        fill(say.choiceRow, {
          choices: choices === null ? say.others : choices.map(label).join(words(language).listed),
          value: said(value, parameter, pack, language),
        }),
      );
      return fill(say.choice, { by: name(shape.by), rows: rows.join(words(language).semicolon) });
    }
  }
}

function rowText({ from, to, value }: ShapeRow, parameter: Parameter, pack: Pack, language: Language): string {
  const say = words(language).shape;
  const shown = isWritten(value) ? value.text : said(value, parameter, pack, language);
  return fill(to === undefined ? say.lastRow : say.row, { from: from.text, to: to?.text ?? '', value: shown });
}

function isWritten(value: Written | Shape): value is Written {
  return 'text' in value;
}

/** A fault of a shape as whole sentences, the parameter's name and the tier's number in front (of a table in a table `2.1`). */
export function sayShapeProblem(problem: ShapeProblem, parameter: string, pack: Pack, language: Language): string {
  const say = words(language).shape;
  const name = parameterOf({ pack, measureId: '' }, parameter)?.name ?? parameter;
  const row = problem.rows.join('.');
  const where = row === '' ? fill(say.place, { name }) : fill(say.placeRow, { name, row });
  const told = { ...problem, data: { ...problem.data, key: problem.key } };
  return where + joined(problemParts(told, language, pack), language);
}
