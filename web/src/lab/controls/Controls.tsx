import { backend, model, modelId, ownModels, result } from '../session';
import { table } from '../../generated/table';
import { megabytes } from '../../engine/download';
import { catalogue } from '../catalogue';
import { VersusControls } from '../compare/VersusControls';
import { onScene } from '../proving/scene_state';
import { SceneControls } from '../proving/SceneControls';
import { SourceChoice } from '../proving/SourceChoice';
import { lab } from '../state/lab';
import { isInitial, reset, state } from '../state/store';
import { captionOf, Choice } from './Choice';
import { ModelFile } from './ModelFile';
import { PhotoPicker } from './PhotoPicker';
import { Properties } from './Properties';

export function Controls() {
  return (
    <>
      <PictureSection />
      <Section title="Detector">
        <ModelChoice />
        <BackendChoice />
      </Section>
      <PyramidSection />
      <Section title="Decision">
        <Properties section="decision" />
      </Section>
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
          <Properties section="photo" />
        </>
      )}
    </section>
  );
}

function ModelChoice() {
  const own = [...ownModels.value].map(([value, text]) => ({ value, text }));
  const listed = catalogue.models.map(({ id, title, bytes }) => ({
    value: id,
    // The size of the download is shown before a person chooses it.
    text: lab.model(id, title).menu + (id === modelId.value ? '' : ` (${megabytes(bytes)})`),
  }));
  return (
    <>
      <Choice
        {...captionOf('model')}
        value={modelId.value}
        options={[...listed, ...own]}
        onChange={(value) => (state.model.value = value)}
      />
      <ModelFacts />
      <ModelAccount />
      <ModelFile />
    </>
  );
}

function ModelFacts() {
  const card = model.value;
  if (!card) return <p class="fact held three" />;
  const reach = Math.ceil(card.smallestReachPx);
  return (
    <p class="fact held three" title={card.title}>
      Sees {card.input.width} × {card.input.height} pixels at a time
      {reach > 0 && <>, and nothing smaller than about {reach} of them</>}.{card.note && <> {card.note}</>}{' '}
      {lab.model(card.id, card.title).taught}
    </p>
  );
}

/** How each thing about an own network was understood, and what looks wrong. */
function ModelAccount() {
  const { findings = [], warnings = [] } = model.value ?? {};
  return (
    <>
      {warnings.map((text) => (
        <p key={text} class="fact" role="note" data-testid="model-warning">
          {text}
        </p>
      ))}
      {findings.length > 0 && (
        <details class="more">
          <summary>How the model was understood</summary>
          <dl class="fact" data-testid="findings">
            {findings.map(({ subject, value, how, certainty }) => (
              <div key={subject}>
                <dt>{subject}</dt>
                <dd>
                  {value} ({certainty}: {how})
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function BackendChoice() {
  const used = backend.value;
  return (
    <>
      <Choice
        {...captionOf('backend')}
        value={state.backend.value}
        options={table.backend.choices.map(({ value, text }) => ({
          value,
          text: value === 'auto' && used ? `${text} (${nameOf(used.used)})` : text,
        }))}
        onChange={(value) => (state.backend.value = value)}
      />
      <p class="fact held">{used?.reason}</p>
    </>
  );
}

const nameOf = (used: 'wasm' | 'webgpu') => (used === 'wasm' ? 'WebAssembly' : 'WebGPU');

function PyramidSection() {
  const levels = result.value?.plan.levels;
  return (
    <section class="section" aria-label="Pyramid">
      <Properties
        section="pyramid"
        chosen={{
          levels: levels?.length,
          finestZoom: levels?.at(-1)?.zoom,
          budget: result.value?.plan.pixelRatio,
        }}
        instead={{ classes: <ClassChoice key="classes" /> }}
      />
    </section>
  );
}

/** One class of the model, or all; a link may name several. */
function ClassChoice() {
  const asked = state.classes.value;
  const names = (model.value?.labels ?? []).filter((name) => name.length > 0 && name !== 'background');
  if (asked && !names.includes(asked)) names.unshift(asked);
  return (
    <Choice
      {...captionOf('classes')}
      value={asked}
      options={[{ value: '', text: 'All' }, ...names.map((name) => ({ value: name, text: name }))]}
      onChange={(value) => (state.classes.value = value)}
    />
  );
}
