import { backend, model, modelId, ownModels, result } from '../session';
import { megabytes } from '../../engine/download';
import { catalogue } from '../catalogue';
import { VersusControls } from '../compare/VersusControls';
import { onScene } from '../proving/scene_state';
import { SceneControls } from '../proving/SceneControls';
import { SourceChoice } from '../proving/SourceChoice';
import { properties } from '../state/properties';
import { isInitial, reset, state } from '../state/store';
import { Choice, Switch } from './Choice';
import { ModelFile } from './ModelFile';
import { PhotoPicker } from './PhotoPicker';
import { Slider } from './Slider';

const percent = (value: number) => `${Math.round(100 * value)} %`;
const times = (value: number) => `${Number(value.toFixed(2))}×`;

export function Controls() {
  return (
    <>
      <PictureSection />
      <Section title="Detector">
        <ModelChoice />
        <BackendChoice />
      </Section>
      <PyramidSection />
      <DecideSection />
      <VersusControls />
      <button type="button" class="plain reset" disabled={isInitial()} onClick={reset}>
        Reset all settings
      </button>
    </>
  );
}

function Section({ title, children }: { title: string; children: preact.ComponentChildren }) {
  return (
    <section class="section" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function PictureSection() {
  return (
    <section class="section" aria-label="Picture source">
      <SourceChoice />
      {onScene.value ? (
        <SceneControls />
      ) : (
        <>
          <PhotoPicker />
          <Slider
            label="Distance"
            hint="Moves the camera back: the photo shrinks in its frame, so that every object is this many times farther away."
            testId="distance"
            value={state.distance}
            property={properties.distance}
            format={times}
          />
        </>
      )}
    </section>
  );
}

/** A narrow list shows the part before the comma. */
const shortTitle = (title: string) => title.split(',')[0] ?? title;

function ModelChoice() {
  const own = [...ownModels.value].map(([value, text]) => ({ value, text }));
  const listed = catalogue.models.map(({ id, title, bytes }) => ({
    value: id,
    // Before it is chosen one wants to know what it will load.
    text: shortTitle(title) + (id === modelId.value ? '' : ` (${megabytes(bytes)})`),
  }));
  return (
    <>
      <Choice
        label="Model"
        hint="The network. Every one runs in this page; nothing is uploaded."
        testId="model"
        value={modelId.value}
        options={[...listed, ...own]}
        onChange={(value) => (state.model.value = value)}
      />
      <ModelFacts />
      <ModelFile />
    </>
  );
}

function ModelFacts() {
  const card = model.value;
  if (!card) return <p class="fact">&nbsp;</p>;
  const reach = Math.ceil(card.smallestReachPx);
  return (
    <p class="fact">
      Sees {card.input.width} × {card.input.height} pixels at a time
      {reach > 0 && <>, and nothing smaller than about {reach} of them</>}.{card.note && <> {card.note}</>}
    </p>
  );
}

function BackendChoice() {
  const used = backend.value;
  return (
    <>
      <Choice
        label="Runs on"
        hint="WebAssembly uses the processor, WebGPU the graphics card. Automatic takes the faster one once both agree."
        testId="backend"
        value={state.backend.value}
        options={[
          { value: 'auto', text: used ? `Automatic (${nameOf(used.used)})` : 'Automatic' },
          { value: 'wasm', text: 'WebAssembly (processor)' },
          { value: 'webgpu', text: 'WebGPU (graphics card)' },
        ]}
        onChange={(value) => (state.backend.value = value)}
      />
      {used?.reason && <p class="fact">{used.reason}</p>}
    </>
  );
}

const nameOf = (used: 'wasm' | 'webgpu') => (used === 'wasm' ? 'WebAssembly' : 'WebGPU');

function PyramidSection() {
  const plan = result.value?.plan;
  const off = !state.pyramid.value;
  const finest = plan?.levels.at(-1)?.zoom;
  return (
    <section class="section" aria-label="Pyramid">
      <Switch
        label="Pyramid"
        hint="Also shows the network enlarged tiles of the photo, so that far objects become large enough to be seen."
        testId="pyramid"
        checked={state.pyramid.value}
        onChange={(checked) => (state.pyramid.value = checked)}
      />
      <Slider
        label="Levels"
        hint="How many zooms the network sees the photo at; the full frame is the first."
        testId="levels"
        value={state.levels}
        property={properties.levels}
        chosen={plan?.levels.length}
        disabled={off}
      />
      <Slider
        label="Finest zoom"
        hint="Network pixels per photo pixel on the finest level. Higher finds smaller objects and costs more tiles."
        testId="finest-zoom"
        value={state.finestZoom}
        property={properties.finestZoom}
        format={times}
        chosen={finest}
        disabled={off}
      />
      <Slider
        label="Overlap"
        hint="How much neighbouring tiles share, so that an object cut by one is whole in the next."
        testId="overlap"
        value={state.overlap}
        property={properties.overlap}
        format={percent}
        disabled={off}
      />
      <Choice
        label="Resampling"
        hint="How pixels are weighed when a tile is scaled to the network’s input. Plain bilinear aliases when it shrinks."
        testId="filter"
        value={state.filter.value}
        options={[
          { value: 'triangle', text: 'Triangle, antialiased' },
          { value: 'area', text: 'Area average' },
          { value: 'lanczos3', text: 'Lanczos 3' },
          { value: 'bilinear', text: 'Plain bilinear (aliases)' },
        ]}
        onChange={(value) => (state.filter.value = value)}
      />
    </section>
  );
}

function DecideSection() {
  return (
    <Section title="Decision">
      <Slider
        label="Score"
        hint="Lowest score of a detection that is shown. Never runs the network again."
        testId="score"
        value={state.score}
        property={properties.score}
        format={percent}
      />
      <Choice
        label="Merging"
        hint="How many boxes of one object, from overlapping tiles, become one detection."
        testId="merge"
        value={state.merge.value}
        options={[
          { value: 'keep-best', text: 'Keep best across tiles' },
          { value: 'soft-nms', text: 'Soft-NMS' },
          { value: 'union', text: 'Union (greedy merging)' },
          { value: 'wbf', text: 'Weighted box fusion' },
          { value: 'nms', text: 'NMS' },
        ]}
        onChange={(value) => (state.merge.value = value)}
      />
      <Slider
        label="Overlap of one object (IoU)"
        hint="Overlap from which two boxes count as the same object. Never runs the network again."
        testId="iou"
        value={state.iou}
        property={properties.iou}
        format={percent}
      />
    </Section>
  );
}
