import { result } from '../session';
import { state } from '../state/store';
import { onScene } from './scene_state';

/** How many of the scene's objects are found, by the full frame and by the pyramid. */
export function TruthCounts() {
  if (!onScene.value) return null;
  const { inSight, fullFrame, pyramid } = result.value?.judgement ?? { inSight: 0, fullFrame: 0, pyramid: 0 };
  return (
    <section class="section" aria-label="Ground truth">
      <div class="heading">
        <h2>Of the objects that are there</h2>
        <span class="fact">
          <span data-testid="truth-in-sight">{inSight}</span> in sight
        </span>
      </div>
      <div
        class="truth-bar"
        role="img"
        aria-label={`${pyramid} of ${inSight} objects seen, ${fullFrame} on the full frame`}
      >
        <i class="known" style={{ flexGrow: fullFrame }} />
        <i class="added" style={{ flexGrow: Math.max(0, pyramid - fullFrame) }} />
        <i class="missed" style={{ flexGrow: inSight - Math.max(pyramid, fullFrame) }} />
      </div>
      <p class="fact">
        <b data-testid="truth-full-frame">{fullFrame}</b> seen on the full frame,{' '}
        {state.pyramid.value && (
          <>
            <b data-testid="truth-pyramid">{pyramid}</b> with the pyramid,{' '}
          </>
        )}
        <b data-testid="truth-missed">{inSight - pyramid}</b> missed (dashed).
      </p>
    </section>
  );
}
