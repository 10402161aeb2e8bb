import { signal } from '@preact/signals';
import { Versus } from './compare/Versus';
import { Controls } from './controls/Controls';
import { guideIsOpen, toggleGuide } from './Guide';
import { Icon } from './Icon';
import { LessonOnShow, LessonsButton, ListOnShow } from './lessons/Lessons';
import { Key } from './picture/Key';
import { Picture } from './picture/Picture';
import { Recovered } from './picture/Recovered';
import { onScene } from './proving/scene_state';
import { isNarrow, WhyPanel } from './proving/WhyPanel';
import { Range } from './range/Range';
import {
  boxes,
  error,
  goOn,
  headline,
  model,
  photo,
  result,
  retry,
  selected,
  status,
  stopped,
  stopWork,
  timeLeft,
} from './session';
import { chosenObject, verdictOf } from './proving/ground';
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
      <a class="skip" href="#picture" onClick={toPicture}>
        Skip to the picture
      </a>
      <Header />
      <aside class="controls" id="controls" aria-label="Controls">
        <Controls />
      </aside>
      <main class="stage">
        <ErrorNote />
        <LessonOnShow />
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
      <ListOnShow />
      {dragging.value && <div class="drop-hint">Drop a photo or a model</div>}
    </div>
  );
}

/** The link's own way would stand in the address, where the settings are. */
function toPicture(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('picture')?.focus();
}

function StageContent() {
  if (state.versus.value) return <Versus />;
  return (
    <>
      <Picture />
      {onScene.value ? !isNarrow.value && <WhyPanel /> : <Recovered />}
      {isNarrow.value && headline.value && (
        <div class="brief">
          <p data-testid="brief">{headline.value.brief}</p>
          <Key />
        </div>
      )}
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
      <LessonsButton />
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
        {state === 'working' && timeLeft.value && <span>{timeLeft.value}</span>}
        <progress aria-label="Progress" hidden={fraction === null} value={fraction ?? 0} max={1} />
        {state === 'working' && (
          <button type="button" class="chip" data-testid="stop" onClick={stopWork}>
            <Icon name="stop" /> Stop
          </button>
        )}
        {stopped.value && (
          <button type="button" class="chip" data-testid="go-on" onClick={goOn}>
            <Icon name="play" /> Go on
          </button>
        )}
      </div>
      <Announcement />
      <ChosenAnnouncement />
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
      ? `${headline.value?.brief ?? ''}.`
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

/** Tells screen readers which object was chosen. */
function ChosenAnnouncement() {
  return (
    <p class="sr" role="status" data-testid="chosen">
      {chosenText()}
    </p>
  );
}

function chosenText(): string {
  if (onScene.value) {
    const object = chosenObject.value;
    const story = object && verdictOf(object.id);
    return story ? `${object.name}, ${story.place}: ${story.verdict}.` : '';
  }
  const choice = selected.value.at(-1);
  const found = boxes.value;
  if (!choice || !found) return '';
  const { recovered, count } = found[choice.side];
  const label = found.words.labels[choice.side][choice.index] ?? '';
  return `${label}, ${recovered[choice.index] ? 'recovered' : 'on the full frame'}, box ${choice.index + 1} of ${count}.`;
}
