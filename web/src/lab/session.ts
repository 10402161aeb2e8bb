// What the engine has told the page so far, and what the page wants of it.

import { batch, computed, effect, signal } from '@preact/signals';
import type {
  BackendView,
  ConfidenceView,
  DecideSettings,
  DetectionResult,
  DetectSettings,
  EngineEvent,
  ErrorView,
  Followed,
  ModelView,
  OwnModel,
  PageMessage,
  PhotoView,
  StatusView,
  Want,
} from '../engine/protocol';
import { catalogue } from './catalogue';
import type { Choice } from './picture/paint';
import { onScene, sceneSettings } from './proving/scene_state';
import { lab } from './state/lab';
import { assign, keepStep, state } from './state/store';

export const status = signal<StatusView>({
  kind: 'status',
  state: 'loading',
  text: 'Starting',
  fraction: null,
});
export const error = signal<ErrorView | null>(null);
export const photo = signal<PhotoView | null>(null);
export const model = signal<ModelView | null>(null);
export const result = signal<DetectionResult | null>(null);
/** What is found belongs to the photo at another distance; figures may stand, boxes may not. */
export const stale = signal(false);
/** The result, when its boxes lie where the photo has its objects. */
export const boxes = computed(() => (stale.value ? null : result.value));
/** The same, calmed for what is too dear to draw at every slider move. */
export const settled = signal<DetectionResult | null>(null);
/** What stands over all other figures: of a scene by the truth, of a photo by the boxes. */
export const headline = computed(() => result.value?.judgement?.headline ?? result.value?.words.headline ?? null);
/** How long what is under way will take, in words; '': not known. */
export const timeLeft = signal('');
/** Seconds that it takes in all; 0: not known. */
export const timeInAll = signal(0);
/** A person stopped the run before all tiles were in. */
export const stopped = computed(() => status.value.state === 'ready' && result.value?.done === false);
export const backend = signal<BackendView | null>(null);
export const confidence = signal<readonly ConfidenceView[]>([]);
export const hovered = signal<Choice | null>(null);
export const followed = signal<Followed | null>(null);
/** The followed object among the detections shown. */
export const selected = computed<readonly Choice[]>(() => {
  const found = boxes.value?.followed;
  if (!found) return [];
  return (['fullFrame', 'pyramid'] as const)
    .map((side) => ({ side, index: found[side] }))
    .filter(({ index }) => index >= 0);
});

export interface OwnPhoto {
  name: string;
  blob: Blob;
}

/** Photos and models a person opened in this visit, by the id that the state carries. */
export const ownPhotos = signal<ReadonlyMap<string, OwnPhoto>>(new Map());
export const ownModels = signal<ReadonlyMap<string, string>>(new Map());

/** Files that were given with an own model, by its id: the command names them. */
export const ownFiles = signal<ReadonlyMap<string, { card: string; labels: string }>>(new Map());

/** The state's photo where it is known; the first of the gallery otherwise. The same for the model. */
export const photoId = computed(() => known(state.photo.value, catalogue.photos, ownPhotos.value));
export const modelId = computed(() => known(state.model.value, catalogue.models, ownModels.value));

function known(id: string, listed: readonly { id: string }[], own: ReadonlyMap<string, unknown>): string {
  return own.has(id) || listed.some((entry) => entry.id === id) ? id : (listed[0]?.id ?? '');
}

/** Names of a link that no list has: what is said of them. They leave the link. */
export function takeUnlisted(): string[] {
  const lists = {
    photo: catalogue.photos,
    model: catalogue.models,
    otherModel: catalogue.models,
  };
  return (Object.keys(lists) as (keyof typeof lists)[]).flatMap((key) => {
    const name = state[key].peek();
    if (name === '' || lists[key].some(({ id }) => id === name)) return [];
    state[key].value = '';
    return [lab.unlisted(key === 'otherModel' ? 'other-model' : key, name)];
  });
}

export const labelNames = computed<readonly string[]>(() => model.value?.labels ?? []);

/** What the state asks the network for, and how candidates are to become detections. */
export const detectSettings = computed<DetectSettings>(() => ({
  photo: photoId.value,
  distance: state.distance.value,
  scene: sceneSettings.value,
  model: modelId.value,
  pyramid: state.pyramid.value,
  full: state.pyramidFull.value,
  budget: state.budget.value,
  classes: state.classes.value,
  levels: state.levels.value,
  finestZoom: state.finestZoom.value,
  overlap: state.overlap.value,
  filter: state.filter.value,
  backend: state.backend.value,
}));
/** What the scenes of a range study are like. */
export const studyScenes = computed(() => ({ weather: state.weather.value, place: state.place.value }));
export const decideSettings = computed<DecideSettings>(() => ({
  score: state.score.value,
  merge: state.merge.value,
  iou: state.iou.value,
}));

/** The want that first named the followed object. */
let followedSince = 0;
/** The newest want when something failed: a later one that succeeds takes the message away. */
let failedAt = 0;
let request = 0;
/** Rises to send the same want again. */
const attempt = signal(0);
let send: (message: PageMessage, transfer?: Transferable[]) => void = () => undefined;

/** Connects to the engine and keeps it told of what the state asks for. */
export function startSession(post: typeof send): void {
  send = post;
  settle();
  effect(() => {
    void attempt.value;
    request += 1;
    performance.mark('farsight-want', { detail: request });
    const want: Want = {
      request,
      detect: detectSettings.value,
      decide: decideSettings.value,
      followed: followed.value,
      chosen: onScene.value ? state.object.value : null,
      study: studyScenes.value,
    };
    noteWork(want);
    forgetOldPoints(want);
    post({ kind: 'want', want });
  });
}

let exported: (text: string) => void = () => undefined;

/** The text of a file with what is shown. */
export function askExport(what: 'json' | 'csv', file: string): Promise<string> {
  return new Promise((resolve) => {
    exported = resolve;
    send({ kind: 'export', what, file });
  });
}

let pointsAsked = '';

/** Points of another model, plan or decision are no points of this curve; only the distance may differ. */
function forgetOldPoints({ request: since, detect, decide }: Want): void {
  const asked = JSON.stringify([{ ...detect, distance: 1 }, decide]);
  if (asked === pointsAsked) return;
  pointsAsked = asked;
  followedSince = since;
  confidence.value = [];
}

let detectAsked = '';
/** The newest want for which tiles must be looked at. */
let detectSince = 0;

/** From the moment of asking, so that nobody takes the figures of before for the answer. */
function noteWork(want: Want): void {
  const asked = `${attempt.value} ${JSON.stringify(want.detect)}`;
  if (asked === detectAsked) return;
  detectAsked = asked;
  detectSince = want.request;
  if (['ready', 'error'].includes(status.peek().state)) {
    status.value = { kind: 'status', state: 'working', text: 'Detecting', fraction: null };
  }
}

/** A rate is worth telling after so long. */
const kRateAfterMs = 800;
let workSince = { at: 0, state: '', fraction: 0, last: 0 };

/** From how fast it went so far. */
function noteProgress({ state: now, fraction }: StatusView): void {
  const part = fraction ?? 0;
  const at = performance.now();
  const isOther = now !== workSince.state || part < workSince.last || fraction === null;
  if (isOther) workSince = { at, state: now, fraction: part, last: part };
  workSince.last = part;
  const passed = at - workSince.at;
  const gone = part - workSince.fraction;
  const isKnown = fraction !== null && passed > kRateAfterMs && gone > 0.02;
  const left = isKnown ? ((1 - part) * passed) / gone / 1000 : -1;
  timeLeft.value = lab.timeLeft(left);
  if (now !== 'working') timeInAll.value = 0;
  else if (isKnown) timeInAll.value = passed / 1000 + left;
}

/** Milliseconds that a tile took in the last run that finished. */
let tileMs = 0;

/** A plan is known before its first tile has run: so is how long it takes, where another run went before. */
function expectTime({ done, plan, tilesDone, tilesCached, timing }: DetectionResult): void {
  const fresh = tilesDone - tilesCached;
  if (done && fresh > 0) tileMs = timing.total / fresh;
  const all = plan.tiles.length / 4 - tilesCached;
  if (!done && fresh === 0 && tileMs > 0) timeInAll.value = (all * tileMs) / 1000;
}

const kSettleMs = 120;

function settle(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const latest = boxes.value;
    if (!latest) {
      settled.value = null;
      return;
    }
    timer ??= setTimeout(() => {
      timer = undefined;
      settled.value = boxes.peek();
    }, kSettleMs);
  });
}

export function receive(event: EngineEvent): void {
  switch (event.kind) {
    case 'status':
      // An answer that was on its way when something else was asked.
      if (event.request !== undefined && event.request < detectSince) break;
      status.value = event;
      noteProgress(event);
      break;
    case 'error':
      goBack(event.about);
      fail(event);
      break;
    case 'model':
      batch(() => {
        refollow(event.labels);
        model.value = event;
      });
      break;
    case 'backend':
      backend.value = event;
      break;
    case 'photo':
      photo.value?.bitmap.close();
      batch(() => {
        if (photo.value?.id !== event.id) {
          unfollow();
          result.value = null;
        }
        photo.value = event;
        stale.value = true;
        hovered.value = null;
      });
      break;
    case 'result':
      batch(() => {
        result.value = event;
        expectTime(event);
        stale.value = false;
        hovered.value = null;
        if (event.done && event.request > failedAt) error.value = null;
        if (event.done && event.request >= detectSince) goodModel = modelId.peek();
      });
      break;
    case 'exported':
      exported(event.text);
      break;
    case 'confidence':
      addConfidence(event);
      break;
  }
}

/** Says what went wrong. */
export function fail(event: ErrorView): void {
  error.value = event;
  failedAt = request;
}

/** Another model numbers its classes anew, or does not know the followed object's. */
function refollow(labels: readonly string[]): void {
  const object = followed.peek();
  if (!object) return;
  const name = labelNames.peek()[object.label];
  const label = labels.indexOf(name ?? '');
  if (label < 0) unfollow();
  else if (label !== object.label) followed.value = { ...object, label };
}

/** The last model whose run came to its end. */
let goodModel = '';

/** Goes on with the photo that is there and the model that has worked. */
function goBack(about: ErrorView['about']): void {
  keepStep();
  batch(() => {
    if (photo.value && !photo.value.truth && !onScene.value && photo.value.id !== photoId.value) {
      ownPhotos.value = without(ownPhotos.value, photoId.value);
      state.photo.value = photo.value.id;
    }
    const failed = modelId.value;
    if (about !== 'photo' && goodModel !== '' && failed !== goodModel) {
      state.model.value = goodModel;
      ownModels.value = without(ownModels.value, failed);
    }
  });
}

function without<T>(names: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  const rest = new Map(names);
  rest.delete(id);
  return rest;
}

/** Ends what is under way; what is in stays. */
export const stopWork = () => send({ kind: 'stop' });

/** After stopWork(). */
export function goOn(): void {
  status.value = { kind: 'status', state: 'working', text: 'Detecting', fraction: null };
  send({ kind: 'go-on' });
}

/** Asks again for what has failed. */
export function retry(): void {
  error.value = null;
  attempt.value += 1;
}

function addConfidence(event: ConfidenceView): void {
  if (!followed.value || event.request < followedSince) return;
  const others = confidence.value.filter(({ distance }) => distance !== event.distance);
  confidence.value = [...others, event].sort((a, b) => a.distance - b.distance);
}

export function unfollow(): void {
  batch(() => {
    followed.value = null;
    confidence.value = [];
  });
}

/** Follows a detection's confidence while the distance changes. */
export function follow(choice: Choice): void {
  const shown = boxes.value?.[choice.side];
  if (!shown || !photo.value) return;
  const { distance } = photo.value;
  const box = Array.from(shown.boxes.subarray(4 * choice.index, 4 * choice.index + 4)) as Followed['box'];
  batch(() => {
    confidence.value = [];
    followed.value = { label: shown.labels[choice.index] ?? 0, box, distance };
  });
  followedSince = request;
}

/** Starts or stops measuring recall over distance in the background. */
export function sample(running: boolean): void {
  send({ kind: 'sample', running });
}

/** Seen from where it was taken, as a person who chooses a photo expects; a link keeps its distance. */
export function choosePhoto(id: string): void {
  assign({ source: 'photo', photo: id, distance: 1 });
}

let opened = 0;

/** Shows the first of them; the others stand in the strip. */
export function openPhotos(photos: readonly OwnPhoto[]): void {
  const all = new Map(ownPhotos.value);
  let first = '';
  for (const own of photos) {
    opened += 1;
    const id = `own:photo-${opened}`;
    first ||= id;
    all.set(id, own);
    send({ kind: 'open-photo', id, blob: own.blob });
  }
  if (!first) return;
  ownPhotos.value = all;
  error.value = null;
  choosePhoto(first);
}

/** Opens a network; `files` are the names of the card and the labels that came with it, '' where none did. */
export function openModel(own: OwnModel, files: { card: string; labels: string }): void {
  opened += 1;
  const id = `own:model-${opened}`;
  batch(() => {
    ownModels.value = new Map(ownModels.value).set(id, own.network.name);
    ownFiles.value = new Map(ownFiles.value).set(id, files);
    error.value = null;
    const buffers = [own.network, ...own.parts].map(({ bytes }) => bytes);
    send({ kind: 'open-model', id, model: own }, buffers);
    state.model.value = id;
  });
}
