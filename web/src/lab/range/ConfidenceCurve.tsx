import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Icon } from '../Icon';
import { confidence, followed, labelNames, status } from '../session';
import { properties } from '../state/properties';
import { state } from '../state/store';
import { theme } from '../theme';

const sweeping = signal(false);
/** Distances of a sweep: even in the logarithm, as apparent size is. */
const kSweep = Array.from({ length: 13 }, (_, index) => Number((8 ** (index / 12)).toFixed(1)));

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
          </p>
        </>
      ) : (
        <p class="fact">Choose an object in the picture, then move Distance: its score is drawn here.</p>
      )}
    </section>
  );
}

/** Moves the distance from near to far, waiting for each result. */
async function sweep(): Promise<void> {
  sweeping.value = true;
  for (const distance of kSweep) {
    if (!sweeping.peek() || !followed.peek()) break;
    state.distance.value = distance;
    await until(() => !sweeping.value || confidence.value.some((point) => point.distance === distance));
  }
  sweeping.value = false;
}

function until(condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!condition()) return;
      resolve();
      // An effect cannot end itself while it runs for the first time.
      queueMicrotask(() => stop());
    });
  });
}

function Chart() {
  const box = useRef<HTMLDivElement>(null);
  const dark = theme.value === 'dark';
  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const chart = new uPlot(optionsFor(element.clientWidth, dark), [[], [], []], element);
    const stop = effect(() => {
      const points = confidence.value;
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
  return <div ref={box} class="chart" role="img" aria-label={text} data-state={status.value.state} />;
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
      x: { time: false, distr: 3, log: 2, range: [1, properties.distance.max] },
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
