import type { DetectSettings } from '../../engine/protocol';
import { catalogue } from '../catalogue';
import { onScene } from '../proving/scene_state';
import { isNarrow } from '../proving/WhyPanel';
import { detectSettings, model, ownModels, result, status } from '../session';
import { lab } from '../state/lab';
import { BothCurves } from './BothCurves';
import { Pane } from './Pane';
import { otherDetect, otherResult, otherStatus } from './second';

/** Two detectors on one picture, and how far each of them sees. */
export function Versus() {
  const a = detectSettings.value;
  const b = otherDetect.value;
  return (
    <div class="versus">
      <div class="panes">
        <Pane
          side="a"
          title={titleOf(a.model)}
          setting={settingOf(a)}
          found={() => (model.value?.id === a.model ? result.value : null)}
          working={status.value.state !== 'ready'}
        />
        <Pane
          side="b"
          title={titleOf(b.model)}
          setting={settingOf(b)}
          found={() => otherResult.value}
          working={otherStatus.value?.state !== 'ready'}
        />
      </div>
      {onScene.value ? (
        !isNarrow.value && <BothCurves />
      ) : (
        <p class="fact hint">On the proving ground, their range curves stand here.</p>
      )}
    </div>
  );
}

function titleOf(id: string): string {
  const listed = catalogue.models.find((entry) => entry.id === id);
  return listed ? lab.model(id, listed.title).menu : (ownModels.value.get(id) ?? id);
}

function settingOf({ pyramid, finestZoom }: DetectSettings): string {
  if (!pyramid) return 'full frame alone';
  return finestZoom > 0 ? `pyramid to ${finestZoom}×` : 'pyramid';
}
