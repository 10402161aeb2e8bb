import { result } from '../session';

export function Counts() {
  const found = result.value;
  const onFullFrame = found?.fullFrame.count ?? 0;
  const recovered = found?.pyramid.recovered.reduce((sum, flag) => sum + flag, 0) ?? 0;
  const total = found?.pyramid.count ?? 0;
  const gaveWay = onFullFrame + recovered - total;
  return (
    <section class="section" aria-label="Objects found">
      <div class="counts">
        <Count kind="full" text="on the full frame" testId="count-full-frame" value={onFullFrame} />
        <Count kind="recovered" text="recovered" testId="count-recovered" value={recovered} />
        <Count kind="total" text="in total" testId="count-total" value={total} />
      </div>
      {found?.done && gaveWay > 0 && (
        <p class="fact">{gaveWay === 1 ? 'One box' : `${gaveWay} boxes`} of the full frame gave way to better ones.</p>
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
