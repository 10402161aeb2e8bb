import { useId } from 'preact/hooks';
import { table } from '../../generated/table';
import { Properties } from '../controls/Properties';
import { Icon } from '../Icon';
import { lab } from '../state/lab';
import { state } from '../state/store';
import { anotherScene, chosenObject, moveChosen } from './ground';

const kNearestM = 3;
const kFarthestM = 100;

export function SceneControls() {
  return (
    <>
      <DistanceSlider />
      <div class="scene-controls">
        <Properties section="scene" around={anotherScene} instead={{ seed: <SeedField key="seed" /> }} />
      </div>
      <p class="fact">
        Rendered in this page, so that the size, distance and class of every object are known exactly. Choose an object
        in the picture to move it.
      </p>
    </>
  );
}

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
  const { name, label, hint, min, max } = table.seed;
  const set = (seed: number) => anotherScene(() => (state.seed.value = seed));
  return (
    <div class="control">
      <div class="control-line">
        <label for={id} title={hint}>
          {label}
        </label>
        <input
          id={id}
          type="number"
          class="number-field"
          data-testid={name}
          min={min}
          max={max}
          value={state.seed.value}
          onChange={(event) => set(lab.snap(name, event.currentTarget.valueAsNumber || state.seed.value))}
        />
        <button
          type="button"
          class="secondary small"
          data-testid="another-scene"
          onClick={() => set((state.seed.value % max) + 1)}
        >
          <Icon name="next" /> Next
        </button>
      </div>
    </div>
  );
}
