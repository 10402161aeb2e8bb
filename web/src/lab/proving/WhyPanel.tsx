import { computed, signal } from '@preact/signals';
import { boxes, model, result } from '../session';
import { state } from '../state/store';
import { chosenObject, isFound, missOf, why } from './ground';
import { LookCard } from './LookCard';
import { onScene } from './scene_state';
import { Spectrum } from './Spectrum';
import { sentence, title, type Case } from './why_text';

const small = matchMedia('(max-width: 860px)');
/** Under the picture there is no room for it on a phone: it then stands with the figures. */
export const isNarrow = signal(small.matches);
small.addEventListener('change', () => (isNarrow.value = small.matches));

/** The verdict on the chosen object. */
const about = computed<Case | null>(() => {
  const object = chosenObject.value;
  const found = result.value;
  if (!object || !found?.judgement) return null;
  const { judgement, fullFrame, pyramid } = found;
  const scoreOf = (by: number | undefined, scores: Float32Array) => scores[by ?? -1] ?? 0;
  return {
    object,
    seenFull: isFound(object.id, 'fullFrame'),
    seenPyramid: isFound(object.id, 'pyramid'),
    missFull: missOf(object.id, 'fullFrame'),
    missPyramid: missOf(object.id, 'pyramid'),
    scoreFull: scoreOf(judgement.fullFrame.found[object.id], fullFrame.scores),
    scorePyramid: scoreOf(judgement.pyramid.found[object.id], pyramid.scores),
    isKnown: judgement.counts[object.id] === true || object.visibleFraction < 0.25,
    pyramidOn: state.pyramid.value,
  };
});

/** What the network gets of the chosen object, and what that does to its chances. */
export function WhyPanel() {
  const now = about.value;
  if (!onScene.value) return null;
  const shown = why.value?.truth?.id === now?.object.id ? why.value : null;
  const isStale = boxes.value === null || !result.value?.done;
  return (
    <section class="why" aria-label="Why it is seen or missed" aria-busy={isStale} data-testid="why">
      {now ? (
        <>
          <header>
            <h2 data-testid="why-title">{title(now)}</h2>
            <p class="fact">
              {now.object.distance.toFixed(1)} m away, {now.object.height.toFixed(0)} px high
            </p>
            <p class="because" data-testid="why-sentence">
              {sentence(now)}
            </p>
          </header>
          {shown && (
            <div class="looks">
              <LookCard kind="full" look={shown.why.fullFrame} field={fieldOf(shown.why.fullFrame.layer)} />
              <LookCard kind="recovered" look={shown.why.best} field={fieldOf(shown.why.best.layer)} />
              <Spectrum why={shown.why} />
              <p class="fact legend">
                <i class="object" /> the object <i class="anchor" /> nearest anchor <i class="field" /> what a cell
                sees, inside the network’s input. The stroke marks one half: from there training gives an anchor the
                object.
              </p>
            </div>
          )}
        </>
      ) : (
        <p class="fact">Once every tile is in, the chosen object’s story stands here.</p>
      )}
    </section>
  );
}

const fieldOf = (layer: number) => model.value?.fields[layer] ?? null;
