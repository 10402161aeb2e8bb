import { result } from '../session';

export function Cost() {
  const found = result.value;
  const words = found?.words;
  return (
    <section class="section" aria-label="Cost">
      <h2>What it costs</h2>
      <dl class="figures">
        <div>
          <dt>Tiles</dt>
          <dd data-testid="tiles">{found ? found.plan.tiles.length / 4 : 0}</dd>
        </div>
        <div title="Network pixels of all tiles over those of the full frame">
          <dt>Pixel ratio</dt>
          <dd data-testid="pixel-ratio">{words?.pixelRatio ?? 0}</dd>
        </div>
        <div title="How often the network has run since this page was loaded">
          <dt>Network runs</dt>
          <dd data-testid="network-runs">{found?.networkRuns ?? 0}</dd>
        </div>
      </dl>
      {words && (
        <ul class="stages">
          {words.cost.map(({ text, number, share }) => (
            <li key={text}>
              <span>{text}</span>
              <span class="bar thin" aria-hidden="true">
                <i style={{ width: `${100 * share}%` }} />
              </span>
              <span class="number">{number}</span>
            </li>
          ))}
          <li class="sum">
            <span>Until all was in</span>
            <span />
            <span class="number">{words.total} ms</span>
          </li>
        </ul>
      )}
      {words?.facts.map((fact) => (
        <p class="fact" key={fact}>
          {fact}
        </p>
      ))}
    </section>
  );
}
