import { result } from '../session';

function recoveredCount(): number {
  const shown = result.value?.pyramid;
  if (!shown) return 0;
  let sum = 0;
  for (let index = 0; index < shown.count; index += 1) sum += shown.recovered[index] ?? 0;
  return sum;
}

export function Counts() {
  const found = result.value;
  return (
    <section class="counts" aria-label="Objects found">
      <Count kind="full" text="on the full frame" testId="count-full-frame" value={found?.fullFrame.count ?? 0} />
      <Count kind="recovered" text="recovered" testId="count-recovered" value={recoveredCount()} />
      <Count kind="total" text="in total" testId="count-total" value={found?.pyramid.count ?? 0} />
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
