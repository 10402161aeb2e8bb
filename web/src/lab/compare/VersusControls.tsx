import { catalogue } from '../catalogue';
import { Choice, Switch } from '../controls/Choice';
import { Slider } from '../controls/Slider';
import { properties } from '../state/properties';
import { state } from '../state/store';
import { otherResult } from './second';

/** What stands beside the detector above, on the same picture. */
export function VersusControls() {
  const isOn = state.versus.value;
  return (
    <section class="section" aria-label="Compare">
      <Switch
        label="Compare side by side"
        hint="Runs a second detector on the same picture: another model, or this one with other settings."
        testId="versus"
        checked={isOn}
        onChange={(checked) => (state.versus.value = checked)}
      />
      {isOn && (
        <>
          <Choice
            label="B: model"
            hint="The detector on the right."
            testId="other-model"
            value={state.otherModel.value}
            options={[
              { value: '', text: 'The same as A' },
              ...catalogue.models.map(({ id, title }) => ({ value: id, text: title })),
            ]}
            onChange={(value) => (state.otherModel.value = value)}
          />
          <Switch
            label="B: pyramid"
            hint="Whether the detector on the right sees enlarged tiles too."
            testId="other-pyramid"
            checked={state.otherPyramid.value}
            onChange={(checked) => (state.otherPyramid.value = checked)}
          />
          {state.otherPyramid.value && (
            <Slider
              label="B: finest zoom"
              hint="Network pixels per pixel on B’s finest level."
              testId="other-finest-zoom"
              value={state.otherFinestZoom}
              property={properties.otherFinestZoom}
              format={(value) => `${Number(value.toFixed(2))}×`}
              chosen={otherResult.value?.plan.levels.at(-1)?.zoom}
            />
          )}
          <p class="fact">A is the detector set above. Picture, distance, overlap and decision are both’s.</p>
        </>
      )}
    </section>
  );
}
