// The farsight command that does what the page shows.

import { properties, type Key, type Property, type State } from '../state/properties';

const flags: readonly Key[] = ['pyramid', 'levels', 'finestZoom', 'overlap', 'filter', 'score', 'merge', 'iou'];

/** What `farsight sweep` takes: it measures with and without the pyramid at once. */
const sweepFlags: readonly Key[] = ['weather', 'place', 'levels', 'finestZoom', 'overlap', 'score', 'merge', 'iou'];

/** Only what differs from the command's own defaults, which are the page's. */
export function commandFor(state: State, photoFile: string, model: string): string {
  // A scene is nothing to be read from a file: the command measures on scenes, as the page does.
  const onScene = state.source === 'scene';
  const words = onScene ? ['farsight', 'sweep'] : ['farsight', 'detect', quoted(photoFile)];
  if (model) words.push('--model', quoted(model));
  for (const key of onScene ? sweepFlags : flags) {
    const property = properties[key] as Property<State[Key]>;
    if (state[key] !== property.initial) words.push(`--${property.param}`, property.print(state[key]));
  }
  return words.join(' ');
}

/** Safe to paste into a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@%+-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
