import { catalogue } from '../catalogue';
import { Icon } from '../Icon';
import { ownModels } from '../session';
import { save } from '../share/export';
import { configurationsCsv, settingText, type Configuration } from './configurations';
import { metres, scenesText } from './distance';
import { curves } from './ground';
import { onScene } from './scene_state';

function rows(): Configuration[] {
  return curves.value.map((curve) => {
    const { model } = curve.settings;
    const listed = catalogue.models.find(({ id }) => id === model)?.title;
    return { model: listed ?? ownModels.value.get(model) ?? model, setting: settingText(curve), curve };
  });
}

/** What was measured so far, to be compared and taken along. */
export function Configurations() {
  if (!onScene.value || curves.value.length === 0) return null;
  const shown = rows();
  return (
    <section class="section" aria-label="Configurations tried">
      <div class="heading">
        <h2>Configurations tried</h2>
        <button
          type="button"
          class="chip"
          data-testid="configurations-csv"
          onClick={() => save(new Blob([configurationsCsv(shown)], { type: 'text/csv' }), 'csv')}
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
          {shown.map(({ model, setting, curve: { curves: found, tiles, ms, settings } }) => (
            <tr key={JSON.stringify(settings)}>
              <td>
                {model}
                <small>
                  {setting}, {scenesText(found.scenes)}
                </small>
              </td>
              <td>
                <span class="full-word">{metres(found.fullFrame.d50.place)}</span>
                {settings.pyramid && <span class="recovered-word"> {metres(found.pyramid.d50.place)}</span>}
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
