import { onScene } from '../proving/scene_state';
import { boxes } from '../session';
import { state } from '../state/store';
import { kLevelColours } from './paint';

/** What the colours in the picture mean. */
export function Key() {
  const found = boxes.value;
  if (!found) return null;
  return (
    <ul class="colour-key" aria-label="Key">
      <li>
        <i class="full" /> on the full frame{state.pyramid.value && ' too'}
      </li>
      {state.pyramid.value && (
        <li>
          <i class="recovered" /> recovered
        </li>
      )}
      {onScene.value && (
        <li>
          <i class="missed" /> missed
        </li>
      )}
      {onScene.value && state.mistakes.value && (
        <li>
          <i class="false" /> false
        </li>
      )}
      {state.tiles.value &&
        found.words.levels.map(({ name }, level) => (
          <li key={name}>
            <i class="tile" style={{ borderColor: kLevelColours[level % kLevelColours.length] }} />
            {level === 0 ? 'full frame' : `tiles ${name}`}
          </li>
        ))}
    </ul>
  );
}
