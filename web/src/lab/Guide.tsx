import { signal } from '@preact/signals';
import { Icon } from './Icon';
import { isInLesson } from './lessons/open';
import { isNarrow } from './proving/WhyPanel';
import { onScene } from './proving/scene_state';
import { follow, model, result, status } from './session';
import { state } from './state/store';
import { showCure } from './compare/cure';
import { followedText, sweeping, walkAway } from './range/sweep';
import type { DetectionResult } from '../engine/protocol';

const kKey = 'farsight-guide-seen';

function seen(): boolean {
  try {
    return localStorage.getItem(kKey) !== null;
  } catch {
    // Storage is forbidden in some private windows; then a visit counts as the first.
    return false;
  }
}

/** Opens by itself on a first visit, where there is room. */
const open = signal(!seen() && !isNarrow.peek());
const step = signal(0);

export const guideIsOpen = open;

export function toggleGuide(): void {
  if (open.value) close();
  else {
    step.value = 0;
    open.value = true;
  }
}

function close(): void {
  open.value = false;
  try {
    localStorage.setItem(kKey, '1');
  } catch {
    // Then it opens again at the next visit.
  }
}

interface Step {
  text: (found: DetectionResult) => preact.ComponentChildren;
  action?: { text: string; run: () => void };
}

function inputSize(): string {
  const { width, height } = model.value?.input ?? { width: 0, height: 0 };
  return `${width}\u00a0×\u00a0${height}`;
}

const boxWord = (count: number) => (count === 1 ? 'box' : 'boxes');

const steps: readonly Step[] = [
  {
    text: ({ counts: { fullFrameAlone } }) => (
      <>
        The network sees the photo shrunk to {inputSize()} pixels and lists <b>{fullFrameAlone}</b>{' '}
        {boxWord(fullFrameAlone)}: left of the line.
      </>
    ),
    action: { text: 'Show only that', run: () => (state.divider.value = 1) },
  },
  {
    text: ({ counts: { total } }) => (
      <>
        Right of the line it was also shown enlarged tiles: <b>{total}</b> {boxWord(total)}. The full frame does not
        have the orange ones. Drag the line.
      </>
    ),
    action: { text: 'Show all', run: () => (state.divider.value = 0) },
  },
  {
    text: ({ plan }) => (
      <>
        Each tile is a run of the network: <b>{plan.tiles.length / 4}</b> here, where the full frame is one. Levels and
        Finest zoom trade reach for time.
      </>
    ),
    action: { text: 'Show the tiles', run: () => (state.tiles.value = !state.tiles.value) },
  },
  {
    text: () =>
      followedText() && !sweeping.value ? (
        <>{followedText()}</>
      ) : (
        <>Now walk away from one object: its score falls, later with the pyramid.</>
      ),
    action: { text: 'Walk away', run: walkAwayFromBest },
  },
  {
    text: () => (
      <>
        Scale bias comes from the training. On rendered scenes, where the truth is known: a network trained on near
        objects only, beside the same one trained at all sizes.
      </>
    ),
    action: { text: 'Show both', run: showCure },
  },
];

function walkAwayFromBest(): void {
  const best = result.value?.pyramid;
  if (!best || best.count === 0) return;
  state.tiles.value = false;
  // An object that both find at first shows which detector loses it first.
  follow({ side: 'pyramid', index: Math.max(0, best.recovered.indexOf(0)) });
  void walkAway();
}

/** A few captions that say what there is to see, each with something to try. */
export function Guide() {
  const found = result.value;
  const isThere = open.value && found?.done && status.value.state !== 'error';
  const current = steps[step.value];
  if (!isThere || isInLesson.value || onScene.value || state.versus.value || !state.pyramid.value || !current)
    return null;
  const isLast = step.value === steps.length - 1;
  return (
    <section class="guide" aria-label="Guide">
      <p>{current.text(found)}</p>
      <div>
        <span class="guide-place" aria-label={`Step ${step.value + 1} of ${steps.length}`} role="img">
          {steps.map((_, index) => (
            <i key={index} class={index === step.value ? 'now' : ''} />
          ))}
        </span>
        {current.action && (
          <button type="button" class="secondary" onClick={current.action.run}>
            {current.action.text}
          </button>
        )}
        <button type="button" class="primary" onClick={() => (isLast ? close() : (step.value += 1))}>
          {isLast ? 'Done' : 'Next'}
        </button>
      </div>
      <button type="button" class="tool" aria-label="Close the guide" title="Close the guide" onClick={close}>
        <Icon name="close" />
      </button>
    </section>
  );
}
