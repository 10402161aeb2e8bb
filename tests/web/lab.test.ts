import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLab } from '../../web/core/lab/lab.mjs';
import { table } from '../../web/src/generated/table';
import { keys, queryOf, valuesOf, type State } from '../../web/src/lab/state/values';

const root = new URL('../../', import.meta.url);
const lab = await loadLab(readFileSync(new URL('build/web-scalar/bin/lab.wasm', root)));

const initial = valuesOf(lab.read(''));
const written = (values: Partial<State>) => lab.read(queryOf({ ...initial, ...values })).query;
const state = (query: string) => valuesOf(lab.read(query));

describe('the state in the page', () => {
  it('writes nothing for the defaults', () => {
    expect(written({})).toBe('');
  });

  it('has the defaults of the generated table', () => {
    for (const key of keys) {
      const property = table[key];
      const isOn = property.kind === 'switch' && property.initial === property.choices[1].value;
      expect(initial[key], key).toBe(property.kind === 'switch' ? isOn : property.initial);
    }
  });

  it('writes what differs, in the order of the table, under the names of the command’s flags', () => {
    expect(written({ iou: 0.6, finestZoom: 1.5, pyramid: false, photo: 'harbour.jpg' })).toBe(
      'photo=harbour.jpg&pyramid=off&finest-zoom=1.5&iou=0.6',
    );
  });

  it('reads back every state that it writes', () => {
    const values: State = {
      ...initial,
      photo: 'a',
      model: 'ssd_v2',
      distance: 3.4,
      levels: 5,
      finestZoom: 2.35,
      overlap: 0.4,
      filter: 'lanczos3',
      backend: 'webgpu',
      score: 0.07,
      merge: 'wbf',
      divider: 0.13,
      tiles: true,
      labels: false,
      compare: false,
      scoreMap: true,
      scoreLevel: 2,
    };
    expect(state(written(values))).toEqual(values);
  });

  it('brings numbers out of range back to the nearest bound', () => {
    expect(state('score=7&overlap=-1')).toMatchObject({ score: 0.99, overlap: 0 });
  });

  it('rounds numbers to the step of their slider', () => {
    expect(state('finest-zoom=1.512').finestZoom).toBe(1.5);
  });

  it('takes 0 as the core’s own choice where there is one, and as a bound elsewhere', () => {
    expect(state('levels=0').levels).toBe(0);
    expect(state('score=0').score).toBe(0.05);
  });

  it.each(['score=', 'score=much', 'score=NaN', 'score=Infinity', 'merge=best', 'pyramid=yes', 'photo=../etc'])(
    'keeps the default for %s and says so',
    (query) => {
      expect(state(query)).toEqual(initial);
      expect(lab.read(query).complaint).toBe(
        `The link’s ${query.split('=')[0]} could not be read and has its default.`,
      );
    },
  );

  it('leaves parameters of others alone', () => {
    expect(lab.read('utm_source=x')).toMatchObject({ query: '', complaint: '' });
  });

  it('leaves a person’s own files out of the link', () => {
    expect(written({ photo: 'own:photo-1', model: 'own:model-2', score: 0.5 })).toBe('score=0.5');
  });

  it('says which properties change nothing now', () => {
    expect(lab.read('pyramid=off').idle).toEqual(expect.arrayContaining(['levels', 'finest-zoom', 'overlap', 'seed']));
    expect(lab.read('source=scene').idle).not.toContain('seed');
  });
});

describe('moved objects in the state', () => {
  const moved = (query: string, id: number, metres: number) => state(lab.move(query, id, metres)).moves;

  it('are one each, in the order of their ids', () => {
    expect(moved('', 3, 25.5)).toBe('3:25.5');
    expect(moved('moves=3:25.5', 0, 60)).toBe('0:60_3:25.5');
    expect(moved('moves=0:60_3:25.5', 3, 12.04)).toBe('0:60_3:12');
  });

  it('stay within the distances the core takes', () => {
    expect(state('moves=0:1_1:999').moves).toBe('0:2_1:999');
  });

  it.each(['0:', '0:5_', '_0:5', '0:5__1:6', 'a:5', '0:5.55'])('%s is broken, and is named', (broken) => {
    expect(lab.read(`moves=${broken}`).complaint).toContain('moves could not be read');
  });
});

describe('the equivalent command', () => {
  const command = (values: Partial<State>, file: string, model: string) =>
    lab.command(written(values), file, { model });

  it('is short for the defaults', () => {
    expect(command({}, 'street.jpg', '')).toBe('farsight detect street.jpg');
  });

  it('names what differs', () => {
    expect(command({ finestZoom: 1.5, levels: 3, merge: 'wbf', score: 0.25 }, 'street.jpg', 'ssd')).toBe(
      'farsight detect street.jpg --model ssd --levels 3 --finest-zoom 1.5 --score 0.25 --merge wbf',
    );
  });

  it('leaves out what only the page has, and takes the file that an export of the moved photo saves', () => {
    expect(command({ divider: 0.1, backend: 'wasm' }, 'a.png', '')).toBe('farsight detect a.png');
    expect(command({ distance: 3 }, 'a.png', '')).toBe('farsight detect farsight-a-3x.png');
  });

  it('measures on scenes what the study measures, and leaves out what does not act', () => {
    expect(command({ source: 'scene', weather: 'haze', pyramid: false, seed: 9, levels: 3 }, 'a.png', 'ssd')).toBe(
      'farsight sweep --count 200 --objects 14 --resamples 400 --model ssd --weather haze',
    );
  });

  it('names the card and the labels of an own network', () => {
    const own = { model: 'mine.onnx', card: 'mine.json', labels: 'my labels.txt' };
    expect(lab.command('', 'a.png', own)).toBe(
      "farsight detect a.png --model mine.onnx --card mine.json --labels 'my labels.txt'",
    );
  });

  it('quotes names that a shell would take apart', () => {
    expect(command({}, "Anna's dog; rm.png", '')).toBe("farsight detect 'Anna'\\''s dog; rm.png'");
  });
});

describe('files given together', () => {
  const file = (name: string, beginning = '', before = false) => ({ name, beginning, before });

  it('are told apart as in C++', () => {
    const card = file('net.json', '{"schema": "farsight.card/1"}', true);
    expect(lab.wantsText('net.json')).toBe(true);
    expect(lab.wantsText('NET.ONNX')).toBe(false);
    const sorted = lab.sortFiles([card, file('NET.ONNX'), file('net.data'), file('labels.txt'), file('kite.jpg')]);
    expect(sorted).toEqual({
      roles: ['card', 'network', 'part', 'labels', 'photo'],
      network: 1,
      card: 0,
      labels: 3,
      complaint: '',
    });
  });

  it('ask for what is missing', () => {
    const { network, complaint } = lab.sortFiles([file('a\0b.txt')]);
    expect(network).toBe(-1);
    expect(complaint).toMatch(/^"a b\.txt" is a list of labels\. Give its network too/);
  });
});

it('gives the golden query, complaint and command for a thousand links, as the C++ build does', () => {
  const lines = readFileSync(new URL('tests/golden/links.tsv', root), 'utf8').trimEnd().split('\n');
  const made = lines.map((line) => {
    const link = line.slice(0, line.indexOf('\t'));
    const { query, complaint } = lab.read(link);
    return [link, query, complaint, lab.command(query, 'build/assets/kite.jpg', { model: 'near-only' })].join('\t');
  });
  expect(made).toHaveLength(1100);
  expect(made).toEqual(lines);
});
