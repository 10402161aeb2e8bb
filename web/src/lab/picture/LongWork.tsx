import { Icon } from '../Icon';
import { result, status, stopWork, timeInAll, timeLeft } from '../session';
import { lab } from '../state/lab';

/** What takes longer is announced over the picture, with a way out. */
const kLongSeconds = 10;

export function LongWork() {
  const found = result.value;
  if (!found || status.value.state !== 'working' || timeInAll.value < kLongSeconds) return null;
  const tiles = found.plan.tiles.length / 4;
  return (
    <section class="long-work" aria-label="Long work" data-testid="long-work">
      <p>
        <b>{tiles} tiles</b> to run: {timeLeft.value || lab.timeLeft(timeInAll.value)}. What is in so far is shown.
      </p>
      <button type="button" class="secondary" onClick={stopWork}>
        <Icon name="stop" /> Stop
      </button>
    </section>
  );
}
