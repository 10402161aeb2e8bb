import { computed } from '@preact/signals';
import type { Curve } from '../../engine/proving/protocol';
import { detectSettings, result } from '../session';
import { state } from '../state/store';
import { chosenObject, limit, measureText, studyOf } from './ground';
import { MeasureButton } from './MeasureButton';
import { onScene } from './scene_state';
import { RangeChart, type ChartLimit, type ChartSeries } from './RangeChart';

/** The study of what is set now. */
export const study = computed(() => studyOf(detectSettings.value));

/** The range study: recall over distance, measured in the background. */
export function RangeStudy() {
  if (!onScene.value || state.versus.value) return null;
  const now = study.value?.result;
  const object = chosenObject.value;
  const refusal = result.value?.judgement?.unmeasurable;
  if (refusal) {
    return (
      <section class="section" aria-label="Recall over distance">
        <h2>How far it sees</h2>
        <p class="fact" data-testid="unmeasurable">
          {refusal}
        </p>
      </section>
    );
  }
  return (
    <section class="section" aria-label="Recall over distance">
      <div class="heading">
        <h2>How far it sees</h2>
        <MeasureButton testId="sample" />
      </div>
      <dl class="figures two">
        <D50 side="full" text="D50 full frame" testId="d50-full-frame" curve={now?.fullFrame} />
        {state.pyramid.value && <D50 side="recovered" text="D50 pyramid" testId="d50-pyramid" curve={now?.pyramid} />}
      </dl>
      {measureText.value && (
        <p class="fact" data-testid="measure-progress">
          {measureText.value}
        </p>
      )}
      <RangeChart
        series={seriesNow()}
        limits={limitsNow()}
        marker={object?.distance ?? null}
        text={
          now
            ? `Recall over distance of ${now.scenesText}. D50 is ${now.fullFrame.d50} metres on the full frame${now.pyramid ? ` and ${now.pyramid.d50} with the pyramid` : ''}.`
            : 'Recall over distance; nothing is measured yet.'
        }
      />
      <p class="fact">
        Recall in percent over metres, with its 95 % band. Dotted: the best IoU that any anchor can have with a{' '}
        {limit.value?.shape ?? 'standing person'}.{' '}
        {now ? (
          <>
            <span data-testid="scenes">{now.scenes}</span> {now.scenes === 1 ? 'scene' : 'scenes'} so far, {now.seen}.
          </>
        ) : (
          'Measure renders scene after scene, with seeds of their own, and asks what is found in each.'
        )}
      </p>
    </section>
  );
}

function seriesNow(): ChartSeries[] {
  const now = study.value?.result;
  if (!now) return [];
  const full: ChartSeries = { kind: 'full', curve: now.fullFrame };
  return now.pyramid ? [full, { kind: 'recovered', curve: now.pyramid }] : [full];
}

function limitsNow(): ChartLimit[] {
  const shown = limit.value;
  if (!shown) return [];
  const full: ChartLimit = { kind: 'full', distances: shown.distances, values: shown.fullFrame };
  return state.pyramid.value
    ? [{ kind: 'recovered', distances: shown.distances, values: shown.pyramid }, full]
    : [full];
}

interface D50Props {
  side: string;
  text: string;
  testId: string;
  curve: Curve | null | undefined;
}

function D50({ side, text, testId, curve }: D50Props) {
  return (
    <div class={`d50 ${side}`} title="The distance at which recall falls through one half">
      <dt>{text}</dt>
      <dd>
        <span data-testid={testId}>{curve?.d50 ?? '–'}</span> <small>m</small>
      </dd>
      <dd class="interval" data-testid={`${testId}-interval`}>
        {curve?.interval}
      </dd>
    </div>
  );
}
