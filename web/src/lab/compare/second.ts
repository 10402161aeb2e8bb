// The second detector of a comparison: an engine of its own on the same picture, with the same sliders.

import { computed, effect, signal } from '@preact/signals';
import { connect, type Connection } from '../../engine/client';
import type { DetectionResult, DetectSettings, EngineEvent, ModelView, StatusView } from '../../engine/protocol';
import type { DistanceLimit } from '../../engine/proving/protocol';
import { catalogue } from '../catalogue';
import { receiveProving, sampling } from '../proving/ground';
import { onScene } from '../proving/scene_state';
import { decideSettings, detectSettings, fail, studyScenes } from '../session';
import { state } from '../state/store';

export const otherResult = signal<DetectionResult | null>(null);
export const otherModel = signal<ModelView | null>(null);
export const otherStatus = signal<StatusView | null>(null);
export const otherLimit = signal<DistanceLimit | null>(null);

/** The same picture with the other model or the other settings. */
export const otherDetect = computed<DetectSettings>(() => {
  const own = detectSettings.value;
  const isListed = catalogue.models.some(({ id }) => id === state.otherModel.value);
  return {
    ...own,
    model: isListed ? state.otherModel.value : own.model,
    pyramid: state.otherPyramid.value,
    full: state.otherPyramidFull.value,
    levels: 0,
    finestZoom: state.otherFinestZoom.value,
  };
});

let connection: Connection | undefined;
let request = 0;

/** Keeps the second engine running while there is something to compare. */
export function startComparing(): void {
  effect(() => {
    if (!state.versus.value) {
      connection?.end();
      connection = undefined;
      otherResult.value = null;
      return;
    }
    connection ??= connect(receive, catalogue, true);
    request += 1;
    connection.send({
      kind: 'want',
      want: {
        request,
        detect: otherDetect.value,
        decide: decideSettings.value,
        followed: null,
        chosen: onScene.value ? state.object.value : null,
        study: studyScenes.value,
      },
    });
  });
  effect(() => {
    const running = sampling.value;
    if (state.versus.value) connection?.send({ kind: 'sample', running });
  });
}

function receive(event: EngineEvent): void {
  switch (event.kind) {
    case 'photo':
      // The picture is drawn from the first engine's.
      event.bitmap.close();
      break;
    case 'result':
      otherResult.value = event;
      break;
    case 'model':
      otherModel.value = event;
      break;
    case 'status':
      otherStatus.value = event;
      break;
    case 'curve':
      receiveProving(event);
      break;
    case 'limit':
      otherLimit.value = event.limit;
      break;
    case 'error':
      fail(event);
      break;
  }
}
