import { result } from '../session';

/** How many detections each level contributed: blue where the full frame has them too. */
export function LevelBars() {
  const found = result.value;
  const levels = found?.plan.levels ?? [];
  const known = levels.map(() => 0);
  const added = levels.map(() => 0);
  for (let index = 0; index < (found?.pyramid.count ?? 0); index += 1) {
    const level = found?.pyramid.levels[index] ?? 0;
    const into = found?.pyramid.recovered[index] ? added : known;
    into[level] = (into[level] ?? 0) + 1;
  }
  const most = Math.max(1, ...levels.map((_, level) => (known[level] ?? 0) + (added[level] ?? 0)));
  return (
    <section class="section" aria-label="What each level contributed">
      <h2>What each level contributed</h2>
      {levels.length === 0 && <p class="fact">Nothing has run yet.</p>}
      <ul class="levels">
        {levels.map((level, index) => (
          <li key={index}>
            <span class="level-name">
              {index === 0 ? 'Full frame' : `${level.zoom.toFixed(2)}×`}
              <small>
                {level.columns * level.rows} {level.columns * level.rows === 1 ? 'tile' : 'tiles'}
              </small>
            </span>
            <span class="bar" aria-hidden="true">
              <i class="known" style={{ width: `${(100 * (known[index] ?? 0)) / most}%` }} />
              <i class="added" style={{ width: `${(100 * (added[index] ?? 0)) / most}%` }} />
            </span>
            <span class="level-count">
              {(known[index] ?? 0) + (added[index] ?? 0)}
              <span class="sr"> detections, {added[index]} of them recovered</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
