import { Icon } from '../Icon';
import { save } from '../share/export';
import { curves } from './ground';
import { onScene } from './scene_state';

/** The table of configurations that were measured, with its export. */
export function Configurations() {
  if (!onScene.value || curves.value.length === 0) return null;
  const shown = curves.value;
  const csv = [shown[0]?.csvHead, ...shown.map(({ result }) => result.csv)].join('');
  return (
    <section class="section" aria-label="Configurations tried">
      <div class="heading">
        <h2>Configurations tried</h2>
        <button
          type="button"
          class="chip"
          data-testid="configurations-csv"
          onClick={() => save(new Blob([csv], { type: 'text/csv' }), 'csv')}
        >
          <Icon name="save" /> CSV
        </button>
      </div>
      <table data-testid="configurations">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">
              <abbr title="Distance at which recall falls through one half: full frame, then pyramid">D50, m</abbr>
            </th>
            <th scope="col">Tiles</th>
            <th scope="col">ms</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ model, settings, result: { setting, scenesText, fullFrame, pyramid, tiles, ms } }) => (
            <tr key={JSON.stringify(settings)}>
              <td>
                {model}
                <small>
                  {setting}, {scenesText}
                </small>
              </td>
              <td>
                <span class="full-word">{fullFrame.d50}</span>
                {pyramid && <span class="recovered-word"> {pyramid.d50}</span>}
              </td>
              <td>{tiles}</td>
              <td>{Math.round(ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
