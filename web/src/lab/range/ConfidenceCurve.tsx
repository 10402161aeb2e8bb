import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Icon } from '../Icon';
import { confidence, followed, labelNames, status } from '../session';
import { table } from '../../generated/table';
import { state } from '../state/store';
import { theme } from '../theme';
import { followedText, sweep, sweeping, sweepStep } from './sweep';

/** The followed object's confidence as the dolly moves it away. */
export function ConfidenceCurve() {
  const object = followed.value;
  return (
    <section class="section" aria-label="Confidence against distance">
      <div class="heading">
        <h2>Confidence against distance</h2>
        {object && (
          <button
            type="button"
            class="chip"
            aria-pressed={sweeping.value}
            onClick={() => (sweeping.value ? (sweeping.value = false) : void sweep())}
          >
            <Icon name={sweeping.value ? 'stop' : 'play'} /> {sweeping.value ? 'Stop' : 'Sweep'}
          </button>
        )}
      </div>
      {object ? (
        <>
          <Chart />
          <p class="fact">
            <span class="key full" /> full frame <span class="key recovered" /> pyramid. Following a{' '}
            {labelNames.value[object.label]?.toLowerCase()}.
            {sweepStep.value && ` Distance ${sweepStep.value.at} of ${sweepStep.value.of}.`}
          </p>
          {!sweeping.value && followedText() && (
            <p class="outcome" data-testid="followed-outcome">
              {followedText()}
            </p>
          )}
        </>
      ) : (
        <p class="fact">Choose an object in the picture, then move Distance: its score is drawn here.</p>
      )}
    </section>
  );
}

function Chart() {
  const box = useRef<HTMLDivElement>(null);
  const dark = theme.value === 'dark';
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    let distance = state.distance.peek();
    const options = optionsFor(element.clientWidth, dark);
    options.hooks = { drawAxes: [(drawn) => markDistance(drawn, distance, dark)] };
    const chart = new uPlot(options, [[], [], []], element);
    const stop = effect(() => {
      const points = confidence.value;
      distance = state.distance.value;
      chart.setData([
        points.map(({ distance }) => distance),
        points.map(({ fullFrame }) => fullFrame),
        points.map(({ pyramid }) => pyramid),
      ]);
    });
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: 170 }));
    observer.observe(element);
    return () => {
      stop();
      observer.disconnect();
      chart.destroy();
    };
  }, [dark]);
  const last = confidence.value.at(-1);
  const text = last
    ? `Score at ${last.distance} times the distance: full frame ${Math.round(100 * last.fullFrame)} %, pyramid ${Math.round(100 * last.pyramid)} %.`
    : 'No scores yet.';
  return (
    <div
      ref={box}
      class="chart"
      role="img"
      aria-label={text}
      data-state={status.value.state}
      data-points={confidence.value.length}
    />
  );
}

/** A line where the dolly stands. */
function markDistance(chart: uPlot, distance: number, dark: boolean): void {
  const { ctx, bbox } = chart;
  const x = Math.round(chart.valToPos(distance, 'x', true));
  ctx.fillStyle = dark ? '#edf0f3' : '#14191f';
  ctx.fillRect(x, bbox.top, Math.max(1, devicePixelRatio), bbox.height);
}

function optionsFor(width: number, dark: boolean): uPlot.Options {
  const ink = dark ? '#a7b1be' : '#56616e';
  const grid = { stroke: dark ? '#262d37' : '#e3e7ec', width: 1 };
  const axis = { stroke: ink, grid, ticks: { show: false }, font: "11px 'Inter Variable', sans-serif" };
  return {
    width,
    height: 170,
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, distr: 3, log: 2, range: [1, table.distance.max] },
      y: { range: [0, 1] },
    },
    axes: [
      { ...axis, values: (_, splits) => splits.map((value) => `${value}×`), size: 26 },
      { ...axis, values: (_, splits) => splits.map((value) => `${Math.round(100 * value)}`), size: 34 },
    ],
    series: [
      {},
      { stroke: dark ? '#56a8dd' : '#0072B2', width: 2, points: { size: 6, fill: dark ? '#56a8dd' : '#0072B2' } },
      { stroke: '#E69F00', width: 2, points: { size: 6, fill: '#E69F00' } },
    ],
  };
}
