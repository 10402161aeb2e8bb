import type { DetectSettings } from '../../engine/protocol';
import type { CurveView, DistanceLimit } from '../../engine/proving/protocol';
import { chosenObject, limit, measureText, studyOf } from '../proving/ground';
import { MeasureButton } from '../proving/MeasureButton';
import { RangeChart, type ChartLimit, type ChartSeries } from '../proving/RangeChart';
import { detectSettings } from '../session';
import { otherDetect, otherLimit } from './second';

/** How far each of two detectors sees, on the same scenes. */
export function BothCurves() {
  const a = detectSettings.value;
  const b = otherDetect.value;
  const studyA = studyOf(a);
  const studyB = studyOf(b);
  const series: ChartSeries[] = [];
  if (studyA) series.push({ kind: 'side-a', curve: curveOf(studyA) });
  if (studyB) series.push({ kind: 'side-b', curve: curveOf(studyB) });
  return (
    <section class="both" aria-label="Both range curves">
      <div>
        <div class="heading">
          <h2>How far each sees</h2>
          <MeasureButton testId="sample-both" />
        </div>
        <dl class="figures two">
          <D50 side="a" study={studyA} />
          <D50 side="b" study={studyB} />
        </dl>
        {measureText.value && <p class="fact">{measureText.value}</p>}
        <p class="fact">
          Recall in percent over metres with the 95 % band, on the same row of scenes as far as each has come. Dotted:
          the best IoU of any anchor with a {limit.value?.shape ?? 'standing person'}.
        </p>
      </div>
      <RangeChart
        series={series}
        limits={[...limitOf('side-a', a, limit.value), ...limitOf('side-b', b, otherLimit.value)]}
        marker={chosenObject.value?.distance ?? null}
        text={`Recall over distance. D50 of A: ${d50Text(studyA)}; of B: ${d50Text(studyB)}.`}
      />
    </section>
  );
}

const curveOf = ({ result }: CurveView) => result.pyramid ?? result.fullFrame;
const d50Text = (study: CurveView | undefined) => `${study ? curveOf(study).d50 : '–'} m`;

function limitOf(kind: ChartSeries['kind'], { pyramid }: DetectSettings, shown: DistanceLimit | null): ChartLimit[] {
  return shown ? [{ kind, distances: shown.distances, values: pyramid ? shown.pyramid : shown.fullFrame }] : [];
}

function D50({ side, study }: { side: 'a' | 'b'; study: CurveView | undefined }) {
  const curve = study && curveOf(study);
  return (
    <div class={`d50 side-${side}`}>
      <dt>D50 of {side.toUpperCase()}</dt>
      <dd>
        <span data-testid={`d50-${side}`}>{curve?.d50 ?? '–'}</span> <small>m</small>
      </dd>
      <dd class="interval">
        {study && curve ? [curve.interval, study.result.scenesText].filter(Boolean).join(', ') : ''}
      </dd>
    </div>
  );
}
