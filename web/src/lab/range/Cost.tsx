import type { Timing } from '../../engine/protocol';
import { onScene } from '../proving/scene_state';
import { result } from '../session';

const stages: readonly { key: keyof Timing; text: string; onScene?: string }[] = [
  { key: 'decodeImage', text: 'Read the photo', onScene: 'Render the scene' },
  { key: 'preprocess', text: 'Cut and resample tiles' },
  { key: 'network', text: 'Network' },
  { key: 'decodeHeads', text: 'Decode boxes' },
  { key: 'merge', text: 'Merge tiles' },
];

/** Milliseconds to three figures or so, thousands set apart. */
function ms(value: number): string {
  if (value < 100) return value.toFixed(value >= 10 ? 1 : 2);
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

export function Cost() {
  const found = result.value;
  const timing = found?.timing;
  const most = Math.max(1e-9, ...stages.map(({ key }) => timing?.[key] ?? 0));
  return (
    <section class="section" aria-label="Cost">
      <h2>What it costs</h2>
      <dl class="figures">
        <div>
          <dt>Tiles</dt>
          <dd data-testid="tiles">{found ? found.plan.tiles.length / 4 : 0}</dd>
        </div>
        <div title="Network pixels of all tiles over those of the full frame">
          <dt>Pixel ratio</dt>
          <dd data-testid="pixel-ratio">{found ? Number(found.plan.pixelRatio.toFixed(2)) : 0}</dd>
        </div>
        <div title="How often the network has run since this page was loaded">
          <dt>Network runs</dt>
          <dd data-testid="network-runs">{found?.networkRuns ?? 0}</dd>
        </div>
      </dl>
      <ul class="stages">
        {stages.map(({ key, text, onScene: sceneText = text }) => (
          <li key={key}>
            <span>{onScene.value ? sceneText : text}</span>
            <span class="bar thin" aria-hidden="true">
              <i style={{ width: `${(100 * (timing?.[key] ?? 0)) / most}%` }} />
            </span>
            <span class="number">{timing ? ms(timing[key]) : '–'}</span>
          </li>
        ))}
        <li class="sum">
          <span>Until all was in</span>
          <span />
          <span class="number">{timing ? ms(timing.total) : '–'} ms</span>
        </li>
      </ul>
      {(found?.tilesCached ?? 0) > 0 && (
        <p class="fact">
          {found?.tilesCached} of {(found?.plan.tiles.length ?? 0) / 4} tiles came from the cache.
        </p>
      )}
      {(found?.nonFinite ?? 0) > 0 && (
        <p class="fact">{found?.nonFinite} candidates were dropped: the network gave NaN or infinity.</p>
      )}
    </section>
  );
}
