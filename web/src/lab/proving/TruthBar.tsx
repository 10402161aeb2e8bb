import type { Judgement } from '../../engine/proving/protocol';
import { Switch } from '../controls/Choice';
import { table } from '../../generated/table';
import { state } from '../state/store';

/** How many of the scene's objects are found, by how much looking. */
export function TruthBar({ judgement: { inSight, fullFrame, pyramid } }: { judgement: Judgement }) {
  const { label, hint, name } = table.mistakes;
  return (
    <>
      <div
        class="truth-bar"
        role="img"
        aria-label={`${pyramid} of ${inSight} objects found, ${fullFrame} on the full frame alone`}
      >
        <i class="known" style={{ flexGrow: fullFrame }} />
        <i class="added" style={{ flexGrow: Math.max(0, pyramid - fullFrame) }} />
        <i class="missed" style={{ flexGrow: inSight - Math.max(pyramid, fullFrame) }} />
      </div>
      <p class="fact">
        Objects in sight: <span data-testid="truth-in-sight">{inSight}</span>. Found on the full frame alone:{' '}
        <b data-testid="truth-full-frame">{fullFrame}</b>
        {state.pyramid.value && (
          <>
            , with the pyramid: <b data-testid="truth-pyramid">{pyramid}</b>
          </>
        )}
        .
      </p>
      <Switch
        label={`Show the ${label.toLowerCase()}`}
        hint={hint}
        testId={name}
        checked={state.mistakes.value}
        onChange={(on) => (state.mistakes.value = on)}
      />
    </>
  );
}
