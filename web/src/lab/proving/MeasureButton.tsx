import { Icon } from '../Icon';
import { sample } from '../session';
import { sampling } from './ground';

/** Starts and stops the sampling of scenes. */
export function MeasureButton({ testId }: { testId: string }) {
  return (
    <button
      type="button"
      class="chip"
      data-testid={testId}
      aria-pressed={sampling.value}
      onClick={() => sample(!sampling.value)}
    >
      <Icon name={sampling.value ? 'stop' : 'play'} /> {sampling.value ? 'Stop' : 'Measure'}
    </button>
  );
}
