import { result } from '../session';

/** How many detections each level contributed: blue where the full frame has them too. */
export function LevelBars() {
  const levels = result.value?.words.levels ?? [];
  const most = Math.max(1, ...levels.map(({ onFullFrame, recovered }) => onFullFrame + recovered));
  return (
    <section class="section" aria-label="From which level each box comes">
      <h2>From which level each box comes</h2>
      {levels.length === 0 && <p class="fact">One row a zoom, once the first tiles are in.</p>}
      <ul class="levels">
        {levels.map(({ name, tiles, onFullFrame, recovered }, index) => (
          <li key={index}>
            <span class="level-name">
              {name}
              <small>{tiles}</small>
            </span>
            <span class="bar" aria-hidden="true">
              <i class="known" style={{ width: `${(100 * onFullFrame) / most}%` }} />
              <i class="added" style={{ width: `${(100 * recovered) / most}%` }} />
            </span>
            <span class="level-count">
              {onFullFrame + recovered}
              <span class="sr"> boxes, {recovered} of them recovered</span>
            </span>
          </li>
        ))}
      </ul>
      {levels.length > 1 && <p class="fact">A box that several levels have comes from the one that merging chose.</p>}
    </section>
  );
}
