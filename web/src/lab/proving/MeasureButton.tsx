import { Icon } from '../Icon';
import { result, sample } from '../session';
import { sampling } from './ground';

/** Starts and stops the sampling of scenes. */
export function MeasureButton({ testId }: { testId: string }) {
  const isRefused = Boolean(result.value?.judgement?.unmeasurable);
  return (
    <button
      type="button"
      class="chip"
      data-testid={testId}
      aria-pressed={sampling.value}
      disabled={isRefused && !sampling.value}
      onClick={() => sample(!sampling.value)}
    >
      <Icon name={sampling.value ? 'stop' : 'play'} /> {sampling.value ? 'Stop' : 'Measure'}
    </button>
  );
}
