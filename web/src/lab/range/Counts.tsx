import { result } from '../session';
import { state } from '../state/store';

const kNone = { fullFrame: 0, recovered: 0, total: 0, fullFrameAlone: 0 };

export function Counts() {
  const { fullFrame, recovered, total, fullFrameAlone } = result.value?.counts ?? kNone;
  return (
    <section class="section" aria-label="Objects found">
      <div class="counts">
        <Count kind="full" text="on the full frame" testId="count-full-frame" value={fullFrame} />
        <Count kind="recovered" text="recovered" testId="count-recovered" value={recovered} />
        <Count kind="total" text="in total" testId="count-total" value={total} />
      </div>
      {state.pyramid.value && (
        <p class="fact">
          The full frame alone lists <span data-testid="count-full-frame-alone">{fullFrameAlone}</span>.
        </p>
      )}
    </section>
  );
}

function Count({ kind, text, testId, value }: { kind: string; text: string; testId: string; value: number }) {
  return (
    <div class={`count ${kind}`}>
      <b data-testid={testId}>{value}</b>
      <span>{text}</span>
    </div>
  );
}
