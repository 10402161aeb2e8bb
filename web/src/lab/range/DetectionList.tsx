import { signal } from '@preact/signals';
import { follow, labelNames, selected, settled } from '../session';

const kMostRows = 200;
const open = signal(false);

/** The detections as a table: for keyboards, screen readers, and those who like figures. */
export function DetectionList() {
  const found = settled.value;
  const shown = found?.pyramid;
  const count = shown?.count ?? 0;
  const chosen = selected.value.find(({ side }) => side === 'pyramid')?.index;
  return (
    <details
      class="section more"
      data-testid="detections"
      data-request={open.value && found?.done ? found.request : undefined}
      onToggle={(event) => (open.value = event.currentTarget.open)}
    >
      <summary>All detections</summary>
      {open.value && shown && count > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label="Detections">
          <table>
            <thead>
              <tr>
                <th scope="col">Object</th>
                <th scope="col">Score</th>
                <th scope="col">Height</th>
                <th scope="col">Level</th>
              </tr>
            </thead>
            <tbody>
              {Array.from({ length: Math.min(count, kMostRows) }, (_, index) => (
                <tr key={index} class={index === chosen ? 'chosen' : ''}>
                  <td>
                    <button type="button" class="plain" onClick={() => follow({ side: 'pyramid', index })}>
                      <i class={shown.recovered[index] ? 'dot recovered' : 'dot full'} aria-hidden="true" />
                      {labelNames.value[shown.labels[index] ?? 0]}
                      <span class="sr">{shown.recovered[index] ? ', recovered' : ''}</span>
                    </button>
                  </td>
                  <td>{found.words.list[index]?.[0]}</td>
                  <td>{found.words.list[index]?.[1]}</td>
                  <td>{shown.levels[index]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open.value && count > kMostRows && (
        <p class="fact">
          The best {kMostRows} of {count}; the exports hold all.
        </p>
      )}
    </details>
  );
}
