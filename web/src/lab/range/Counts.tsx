import type { ComponentChildren } from 'preact';
import { TruthBar } from '../proving/TruthBar';
import { onScene } from '../proving/scene_state';
import { headline, result } from '../session';
import { state } from '../state/store';
import type { DetectionResult } from '../../engine/protocol';

const kTestIds = {
  'full-frame-alone': 'count-full-frame-alone',
  total: 'count-total',
  found: 'truth-found',
  missed: 'truth-missed',
  false: 'truth-false',
  'full-frame': 'count-full-frame',
  recovered: 'count-recovered',
} as const;

/** How many boxes there are, and how many are right where the truth is known. */
export function Counts() {
  const found = result.value;
  const shown = headline.value;
  return (
    <section class="section" aria-label={onScene.value ? 'Found, missed and false' : 'Boxes'}>
      {found && shown ? (
        <>
          <div class="counts">
            {shown.figures.map(({ name, count, words }) => (
              <Count key={name} kind={name} words={words}>
                <b data-testid={kTestIds[name]}>{count}</b>
              </Count>
            ))}
          </div>
          {found.judgement && <TruthBar judgement={found.judgement} />}
          <Boxes found={found} />
          {shown.facts.map((fact) => (
            <p class="fact" key={fact}>
              {fact}
            </p>
          ))}
        </>
      ) : (
        <Expected />
      )}
    </section>
  );
}

function Count({ kind, words, children }: { kind: string; words: string; children: ComponentChildren }) {
  return (
    <div class={`count ${kind}`}>
      {children}
      <span>{words}</span>
    </div>
  );
}

/** What the boxes are made of; the two parts always sum to all. */
function Boxes({ found }: { found: DetectionResult }) {
  const { total, fullFrameAlone } = found.counts;
  const parts = headline.value?.parts ?? [];
  return (
    <div class="boxes">
      {state.pyramid.value && !onScene.value && (
        <span class="bar thin" aria-hidden="true">
          {parts.map(({ name, count }) => (
            <i key={name} class={name === 'recovered' ? 'added' : 'known'} style={{ flexGrow: count }} />
          ))}
        </span>
      )}
      <p class="fact">
        {onScene.value && (
          <>
            Boxes: <span data-testid="count-total">{total}</span>
            {state.pyramid.value && (
              <>
                {' '}
                (the full frame alone lists <span data-testid="count-full-frame-alone">{fullFrameAlone}</span>)
              </>
            )}
            .{' '}
          </>
        )}
        {parts.map(({ name, count, words }) => (
          <span class="part" key={name} hidden={!state.pyramid.value}>
            <i class={name === 'recovered' ? 'dot recovered' : 'dot full'} aria-hidden="true" />
            <span data-testid={kTestIds[name]}>{count}</span> {words}
          </span>
        ))}
      </p>
    </div>
  );
}

/** The places of the figures to come, so that nothing reads as a count of nought and nothing moves later. */
function Expected() {
  const words = onScene.value
    ? ['found', 'missed', 'false boxes']
    : ['boxes on the full frame alone', 'boxes with the pyramid'];
  return (
    <div class="counts" aria-hidden="true" data-testid="expected">
      {words.map((text) => (
        <div class="count" key={text}>
          <b class="ghost" />
          <span>{text}</span>
        </div>
      ))}
    </div>
  );
}
