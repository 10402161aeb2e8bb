import { catalogue } from '../catalogue';
import { captionOf, Choice } from '../controls/Choice';
import { Properties } from '../controls/Properties';
import { lab } from '../state/lab';
import { state } from '../state/store';
import { hasCure, showCure } from './cure';
import { otherResult } from './second';

/** Settings of the second detector, on the same picture. */
export function VersusControls() {
  const levels = otherResult.value?.plan.levels;
  return (
    <section class="section" aria-label="Compare">
      <Properties
        section="second"
        hidesIdle
        chosen={{ otherFinestZoom: levels?.at(-1)?.zoom }}
        instead={{ otherModel: <OtherModel key="otherModel" /> }}
      />
      {hasCure && !state.versus.value && (
        <button type="button" class="secondary" data-testid="show-cure" onClick={showCure}>
          Near-only beside its cure
        </button>
      )}
      {state.versus.value && (
        <p class="fact">A is the detector set above. Picture, distance, overlap and decision are both’s.</p>
      )}
    </section>
  );
}

function OtherModel() {
  return (
    <Choice
      {...captionOf('otherModel')}
      value={state.otherModel.value}
      options={[
        { value: '', text: 'The same as A' },
        ...catalogue.models.map(({ id, title }) => ({ value: id, text: lab.model(id, title).menu })),
      ]}
      onChange={(value) => (state.otherModel.value = value)}
    />
  );
}
