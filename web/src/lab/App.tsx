import { signal } from '@preact/signals';
import { Versus } from './compare/Versus';
import { Controls } from './controls/Controls';
import { guideIsOpen, toggleGuide } from './Guide';
import { Icon } from './Icon';
import { Picture } from './picture/Picture';
import { Recovered } from './picture/Recovered';
import { onScene } from './proving/scene_state';
import { isNarrow, WhyPanel } from './proving/WhyPanel';
import { Range } from './range/Range';
import { error, model, photo, result, retry, status } from './session';
import { CommandLine } from './share/CommandLine';
import { ShareMenu } from './share/ShareMenu';
import { state } from './state/store';
import { theme, toggleTheme } from './theme';
import { UpdateNote } from './UpdateNote';

export const dragging = signal(false);

/** Which panel a narrow screen shows under the picture. */
const panel = signal<'controls' | 'range'>('controls');

export function App() {
  return (
    <div class="lab" data-panel={panel.value}>
      <Header />
      <aside class="controls" id="controls" aria-label="Controls">
        <Controls />
      </aside>
      <main class="stage">
        <ErrorNote />
        <StageContent />
        <StatusBar />
      </main>
      <aside class="range" id="range" aria-label="Range">
        <Range />
      </aside>
      <nav class="tabs" aria-label="Panels">
        <Tab name="controls" text="Controls" />
        <Tab name="range" text="Range" />
      </nav>
      <UpdateNote />
      {dragging.value && <div class="drop-hint">Drop a photo or a model</div>}
    </div>
  );
}

function StageContent() {
  if (state.versus.value) return <Versus />;
  return (
    <>
      <Picture />
      {onScene.value ? !isNarrow.value && <WhyPanel /> : <Recovered />}
    </>
  );
}

function Header() {
  return (
    <header class="header">
      <h1>
        <img src="./icon.svg" alt="" width="26" height="26" /> Farsight
      </h1>
      <p class="tagline">
        A detector trained on near objects misses far ones: this is <em>scale bias</em>. With enlarged tiles of the
        photo it <span class="recovered-word">finds them</span>.
      </p>
      <ShareMenu />
      <button
        type="button"
        class="tool"
        title="Guide"
        aria-label="Guide"
        aria-expanded={guideIsOpen.value}
        onClick={toggleGuide}
      >
        <Icon name="help" />
      </button>
      <button
        type="button"
        class="tool"
        title={theme.value === 'dark' ? 'Light colours' : 'Dark colours'}
        aria-label={theme.value === 'dark' ? 'Switch to light colours' : 'Switch to dark colours'}
        onClick={toggleTheme}
      >
        <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} />
      </button>
    </header>
  );
}

function Tab({ name, text }: { name: 'controls' | 'range'; text: string }) {
  return (
    <button type="button" aria-pressed={panel.value === name} aria-controls={name} onClick={() => (panel.value = name)}>
      {text}
    </button>
  );
}

function ErrorNote() {
  const shown = error.value;
  return (
    <div class="error-region" role="alert">
      {shown && (
        <div class="error">
          <Icon name="warn" />
          <span data-testid="error">{shown.text}</span>
          {!(photo.value && model.value) && (
            <button type="button" class="secondary" onClick={retry}>
              Try again
            </button>
          )}
          <button type="button" class="tool" aria-label="Dismiss" onClick={() => (error.value = null)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}

function StatusBar() {
  const { state, text, fraction } = status.value;
  return (
    <footer class="status-bar">
      <div class="status" data-state={state}>
        <span class="lamp" aria-hidden="true" />
        <span data-testid="status" data-state={state}>
          {text}
        </span>
        <progress aria-label="Progress" hidden={fraction === null} value={fraction ?? 0} max={1} />
      </div>
      <Announcement />
      <CommandLine />
      <span class="version" data-testid="version">
        {__FARSIGHT_VERSION__}
      </span>
    </footer>
  );
}

/** Tells screen readers the result, but not each tile. */
function Announcement() {
  const { state } = status.value;
  const found = result.value;
  const text =
    state === 'ready' && found?.done
      ? `${found.counts.total} objects found, ${found.counts.fullFrameAlone} on the full frame alone.`
      : state === 'error'
        ? ''
        : photo.value
          ? 'Detecting.'
          : 'Loading.';
  return (
    <p class="sr" role="status">
      {text}
    </p>
  );
}
