import { result } from '../session';

export function Cost() {
  const found = result.value;
  const words = found?.words;
  const tiles = found ? found.plan.tiles.length / 4 : null;
  return (
    <section class="section" aria-label="Cost">
      <h2>What it costs</h2>
      <dl class="figures two">
        <div title="Each tile is a run of the network; the full frame is one of them">
          <dt>Tiles, each a run of the network</dt>
          <dd data-testid="tiles">{tiles ?? '–'}</dd>
        </div>
        <div title="Network pixels of all tiles over those of the full frame">
          <dt>Times the full frame’s pixels</dt>
          <dd data-testid="pixel-ratio">{words?.pixelRatio ?? '–'}</dd>
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
      <p class="fact">
        Runs of the network since the page was loaded: <span data-testid="network-runs">{found?.networkRuns ?? 0}</span>
        .
      </p>
      {words?.facts.map((fact) => (
        <p class="fact" key={fact}>
          {fact}
        </p>
      ))}
    </section>
  );
}
