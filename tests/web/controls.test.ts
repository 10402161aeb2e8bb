import type { VNode } from 'preact';
import { readFileSync } from 'node:fs';
import { expect, it, vi } from 'vitest';

vi.hoisted(() => Object.assign(globalThis, { location: { search: '', pathname: '/' } }));
vi.mock('../../web/src/lab/state/lab', async () => {
  const { loadLab } = await import('../../web/core/lab/lab.mjs');
  const wasm = new URL('../../build/web-scalar/bin/lab.wasm', import.meta.url);
  return { lab: await loadLab(readFileSync(wasm)) };
});
// One line of the table gets a section: what somebody who adds a property writes.
vi.mock('../../web/src/generated/table', async (original) => {
  const { table } = await original<typeof import('../../web/src/generated/table')>();
  return { table: { ...table, scoreMap: { ...table.scoreMap, section: 'decision' } } };
});

const { Properties, Widget } = await import('../../web/src/lab/controls/Properties');

type Drawn = VNode<Record<string, unknown>>;

const inSection = (section: Parameters<typeof Properties>[0]['section'], hidesIdle = false) =>
  (Properties({ section, hidesIdle }) as VNode<{ children: VNode<{ of: string }>[] }>).props.children.map(
    ({ props }) => props.of,
  );

it('offers every property that the table gives a section', () => {
  expect(inSection('decision')).toEqual(['score', 'merge', 'iou', 'scoreMap']);
});

it('draws the widget of a property’s kind, with its words and its name as the test id', () => {
  const added = Widget({ of: 'scoreMap' }) as Drawn;
  expect(added.props).toMatchObject({ label: 'Score map', testId: 'score-map', checked: false });
  expect((Widget({ of: 'merge' }) as Drawn).props).toMatchObject({ value: 'keep-best', testId: 'merge' });
  expect((Widget({ of: 'levels' }) as Drawn).props).toMatchObject({ of: 'levels', disabled: false });
});

it('leaves out what changes nothing where a section hides it', () => {
  expect(inSection('second', true)).toEqual(['versus']);
  expect(inSection('second')).toContain('otherPyramid');
});
