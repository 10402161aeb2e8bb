// Controls drawn from the table: a property of a section needs no other line to be offered.

import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { table } from '../../generated/table';
import { idle, state } from '../state/store';
import { keys, type Key } from '../state/values';
import { Choice, Switch } from './Choice';
import { Slider } from './Slider';

interface Props {
  section: (typeof table)[Key]['section'];
  /** What the core has chosen, where a number may be left to it. */
  chosen?: Partial<Record<Key, number | undefined>>;
  /** Drawn by the caller in place of the table's own. */
  instead?: Partial<Record<Key, ComponentChildren>>;
  /** Properties that change nothing now are left out rather than disabled. */
  hidesIdle?: boolean;
  /** What else belongs to a change. */
  around?: (change: () => void) => void;
}

export function Properties({ section, chosen, instead, hidesIdle, around }: Props) {
  const offered = keys.filter((key) => table[key].section === section);
  return (
    <>
      {offered
        .filter((key) => !(hidesIdle && idle.value.has(table[key].name)))
        .map((key) => instead?.[key] ?? <Widget key={key} of={key} chosen={chosen?.[key]} around={around} />)}
    </>
  );
}

interface WidgetProps {
  of: Key;
  chosen?: number | undefined;
  around?: Props['around'];
}

/** The widget of a property's kind. */
export function Widget({ of, chosen, around = (change) => change() }: WidgetProps) {
  const property = table[of];
  const { name, testId, label, hint } = property;
  const value = state[of] as Signal<unknown>;
  const set = (next: unknown) => around(() => (value.value = next));
  if (property.kind === 'switch') {
    return <Switch label={label} hint={hint} testId={testId} checked={value.value === true} onChange={set} />;
  }
  if (property.kind === 'choice') {
    return (
      <Choice
        label={label}
        hint={hint}
        testId={testId}
        value={String(value.value)}
        options={property.choices}
        onChange={set}
      />
    );
  }
  if (property.kind === 'number') {
    return <Slider of={of as Parameters<typeof Slider>[0]['of']} chosen={chosen} disabled={idle.value.has(name)} />;
  }
  return null;
}
