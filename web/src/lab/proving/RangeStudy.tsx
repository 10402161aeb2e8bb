import { computed } from '@preact/signals';
import type { Crossing, CurveView } from '../../engine/proving/protocol';
import { detectSettings } from '../session';
import { state } from '../state/store';
import { interval, metres } from './distance';
import { chosenObject, limit, studyOf } from './ground';
import { MeasureButton } from './MeasureButton';
import { onScene } from './scene_state';
import { RangeChart, type ChartLimit, type ChartSeries } from './RangeChart';

/** The study of what is set now. */
export const study = computed(() => studyOf(detectSettings.value));

/** How far this detector sees: recall over distance, measured while one looks. */
export function RangeStudy() {
  if (!onScene.value || state.versus.value) return null;
  const now = study.value;
  const object = chosenObject.value;
  return (
    <section class="section" aria-label="Recall over distance">
      <div class="heading">
        <h2>How far it sees</h2>
        <MeasureButton testId="sample" />
      </div>
      <dl class="figures two">
        <D50
          side="full"
          text="D50 full frame"
          testId="d50-full-frame"
          study={now}
          crossing={now?.curves.fullFrame.d50}
        />
        {state.pyramid.value && (
          <D50
            side="recovered"
            text="D50 pyramid"
            testId="d50-pyramid"
            study={now}
            crossing={now?.curves.pyramid.d50}
          />
        )}
      </dl>
      <RangeChart
        series={seriesNow()}
        limits={limitsNow()}
        marker={object?.distance ?? null}
        text={
          now
            ? `Recall over distance of ${now.curves.scenes} scenes. D50 is ${metres(now.curves.fullFrame.d50.place)} metres on the full frame and ${metres(now.curves.pyramid.d50.place)} with the pyramid.`
            : 'Recall over distance; nothing is measured yet.'
        }
      />
      <p class="fact">
        Recall in percent over metres, with its 95 % band. Dotted: the best IoU that any anchor can have with{' '}
        {object ? `a ${object.name} of this shape` : 'the chosen object'}.{' '}
        {now ? (
          <>
            <span data-testid="scenes">{now.curves.scenes}</span> {now.curves.scenes === 1 ? 'scene' : 'scenes'} so far.
          </>
        ) : (
          'Measure renders scene after scene, with seeds of their own, and asks what is found in each.'
        )}
      </p>
    </section>
  );
}

function seriesNow(): ChartSeries[] {
  const now = study.value;
  if (!now) return [];
  const full: ChartSeries = { kind: 'full', curve: now.curves.fullFrame };
  return now.settings.pyramid ? [full, { kind: 'recovered', curve: now.curves.pyramid }] : [full];
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
  study: CurveView | undefined;
  crossing: Crossing | undefined;
}

function D50({ side, text, testId, study: now, crossing }: D50Props) {
  return (
    <div class={`d50 ${side}`} title="The distance at which recall falls through one half">
      <dt>{text}</dt>
      <dd>
        <span data-testid={testId}>{metres(crossing?.place ?? null)}</span> <small>m</small>
      </dd>
      <dd class="interval" data-testid={`${testId}-interval`}>
        {now && crossing ? interval(crossing, now.curves.scenes) : ''}
      </dd>
    </div>
  );
}
