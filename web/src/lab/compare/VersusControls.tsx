import { catalogue } from '../catalogue';
import { captionOf, Choice } from '../controls/Choice';
import { Properties } from '../controls/Properties';
import { state } from '../state/store';
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
        ...catalogue.models.map(({ id, title }) => ({ value: id, text: title })),
      ]}
      onChange={(value) => (state.otherModel.value = value)}
    />
  );
}
