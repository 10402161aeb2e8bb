import { signal } from '@preact/signals';
import { boxes, result } from '../session';
import { chosenObject, verdictOf, why } from './ground';
import { LookCard } from './LookCard';
import { onScene } from './scene_state';
import { Spectrum } from './Spectrum';

const small = matchMedia('(max-width: 860px)');
/** On a phone there is no room under the picture: the panel is then shown with the figures. */
export const isNarrow = signal(small.matches);
small.addEventListener('change', () => (isNarrow.value = small.matches));

/** What of the chosen object reaches the network, and why it is found or missed. */
export function WhyPanel() {
  if (!onScene.value) return null;
  const object = chosenObject.value;
  const now = object && verdictOf(object.id);
  const shown = why.value?.truth?.id === object?.id ? why.value : null;
  const isStale = boxes.value === null || !result.value?.done;
  return (
    <section class="why" aria-label="Why it is seen or missed" aria-busy={isStale} data-testid="why">
      {now ? (
        <>
          <header>
            <h2 data-testid="why-title">{now.title}</h2>
            <p class="fact">{now.place}</p>
            <p class="because" data-testid="why-sentence">
              {now.sentence}
            </p>
          </header>
          {shown && (
            <div class="looks">
              <LookCard kind="full" look={shown.why.fullFrame} />
              <LookCard kind="recovered" look={shown.why.best} />
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
        <p class="fact">The explanation of the chosen object appears here when all tiles are done.</p>
      )}
    </section>
  );
}
