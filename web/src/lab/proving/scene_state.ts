// Which scene the state asks for.

import { computed } from '@preact/signals';
import type { SceneSettings } from '../../engine/proving/protocol';
import { state } from '../state/store';
import { readMoves } from './moves';

export const onScene = computed(() => state.source.value === 'scene');

export const sceneSettings = computed<SceneSettings | null>(() =>
  onScene.value
    ? {
        seed: state.seed.value,
        weather: state.weather.value,
        place: state.place.value,
        subject: state.subject.value,
        moves: readMoves(state.moves.value),
      }
    : null,
);
