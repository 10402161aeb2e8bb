import { useId } from 'preact/hooks';
import { Choice } from '../controls/Choice';
import { Icon } from '../Icon';
import { properties } from '../state/properties';
import { state } from '../state/store';
import { anotherScene, chosenObject, moveChosen } from './ground';

const kNearestM = 3;
const kFarthestM = 100;

export function SceneControls() {
  return (
    <>
      <DistanceSlider />
      <SeedField />
      <div class="pair">
        <Choice
          label="Weather"
          hint="Light, haze and rain change how much of a far object is left."
          testId="weather"
          value={state.weather.value}
          options={options(properties.weather.choices, 'Any')}
          onChange={(value) => anotherScene(() => (state.weather.value = value))}
        />
        <Choice
          label="Place"
          hint="Where the scene lies."
          testId="place"
          value={state.place.value}
          options={options(properties.place.choices, 'Any')}
          onChange={(value) => anotherScene(() => (state.place.value = value))}
        />
      </div>
      <Choice
        label="Subject"
        hint="The object with a free road before it, which can be moved to any distance."
        testId="subject"
        value={state.subject.value}
        options={options(properties.subject.choices, '')}
        onChange={(value) => anotherScene(() => (state.subject.value = value))}
      />
      <p class="fact">
        Rendered in this page, so that the size, distance and class of every object are known exactly. Choose an object
        in the picture to move it.
      </p>
    </>
  );
}

function options<T extends string>(choices: readonly T[], any: string): { value: T; text: string }[] {
  return choices.map((value) => ({ value, text: value === 'any' ? any : capital(value.replace('-', ' ')) }));
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function DistanceSlider() {
  const id = useId();
  const object = chosenObject.value;
  const metres = Math.min(kFarthestM, Math.max(kNearestM, object?.distance ?? kNearestM));
  const filled = (100 * (metres - kNearestM)) / (kFarthestM - kNearestM);
  const hint = 'Moves the chosen object along the road; everything else stays.';
  return (
    <div class="control">
      <div class="control-line">
        <label for={id} title={hint}>
          Distance of the {object?.name ?? 'object'}
        </label>
        <output for={id} class="value">
          {object ? `${object.distance.toFixed(1)} m` : '–'}
        </output>
      </div>
      <input
        id={id}
        type="range"
        data-testid="metres"
        min={kNearestM}
        max={kFarthestM}
        step={0.5}
        value={metres}
        disabled={!object}
        title={hint}
        aria-valuetext={`${metres.toFixed(1)} metres`}
        style={{ '--filled': `${filled}%` }}
        onInput={(event) => moveChosen(Number(event.currentTarget.value))}
      />
    </div>
  );
}

function SeedField() {
  const id = useId();
  const set = (seed: number) => anotherScene(() => (state.seed.value = seed));
  return (
    <div class="control">
      <div class="control-line">
        <label for={id} title="The same number gives the same scene, on every machine.">
          Scene
        </label>
        <input
          id={id}
          type="number"
          class="number-field"
          data-testid="seed"
          min={properties.seed.min}
          max={properties.seed.max}
          value={state.seed.value}
          onChange={(event) => set(properties.seed.parse(event.currentTarget.value) ?? state.seed.value)}
        />
        <button
          type="button"
          class="secondary small"
          data-testid="another-scene"
          onClick={() => set((state.seed.value % properties.seed.max) + 1)}
        >
          <Icon name="next" /> Next
        </button>
      </div>
    </div>
  );
}
