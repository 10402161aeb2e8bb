// Which scene the state asks for.

import { computed } from '@preact/signals';
import type { SceneSettings } from '../../engine/proving/protocol';
import { state } from '../state/store';

export const onScene = computed(() => state.source.value === 'scene');

export const sceneSettings = computed<SceneSettings | null>(() =>
  onScene.value
    ? {
        seed: state.seed.value,
        weather: state.weather.value,
        place: state.place.value,
        subject: state.subject.value,
        moves: movesOf(state.moves.value),
      }
    : null,
);

/** As the lab writes them: id:metres, joined by underscores. */
function movesOf(text: string): SceneSettings['moves'] {
  return text === '' ? [] : text.split('_').map((move) => move.split(':').map(Number) as [number, number]);
}
