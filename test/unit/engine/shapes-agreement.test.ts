import { compile, MISSING, readPack, readShape, withShapes, type Pack, type Shape } from '../../../src/engine';
import { disagreements, ties } from '../../agreement';
import { packSource } from '../../cases';
import { batch, seeded, type Ties } from '../../enterprises';
import { randomShapes } from '../../shapes';

const rows = 20;

function checked(id: string): Pack {
  const { pack, problems } = readPack(packSource(id));
  if (!pack) throw new Error(JSON.stringify(problems, null, 2));
  return pack;
}

/** The shapes of a seed, each free of faults. */
function shapesOf(pack: Pack, seed: number): Record<string, Shape> {
  const shapes: Record<string, Shape> = {};
  for (const [name, source] of Object.entries(randomShapes(seeded(seed), pack))) {
    const { shape, problems } = readShape(source, name, pack);
    if (!shape) throw new Error(`${name} ${JSON.stringify(source)} ${JSON.stringify(problems)}`);
    shapes[name] = shape;
  }
  return shapes;
}

describe.each(Object.entries(ties).filter(([id]) => id !== '2020plan'))(
  'random shapes over random enterprises of %s',
  (id: string, tied: Ties) => {
    const pack = checked(id);

    test.each(Array.from({ length: 8 }, (_, index) => index + 1))(
      'one row, columns and reference agree on every field, seed %i',
      (seed) => {
        const shapes = shapesOf(pack, seed);
        const laid = withShapes(pack, shapes);
        const made = batch(laid, seed, rows, tied);
        const unset = (parameters: Readonly<Record<string, unknown>>): Record<string, never> =>
          Object.fromEntries(Object.entries(parameters).filter(([name]) => !Object.hasOwn(shapes, name))) as Record<string, never>;
        // A figure of the batch and a shape never stand together; a row's own figure may.
        const parameters = unset(made.parameters);
        const rowParameters = made.rowParameters.map((own, row) => ({
          ...parameters,
          ...Object.fromEntries(
            Object.entries(made.block.parameterColumns).map(([name, { states }]) => [
              name,
              states[row] === MISSING ? parameters[name] : own[name],
            ]),
          ),
        }));
        const enterprises = { ...made, parameters, rowParameters };
        const program = compile(laid, { readings: made.readings });
        expect(disagreements(program, enterprises).slice(0, 2)).toEqual([]);
      },
    );
  },
);
