// The messages between page and engine.

import type { Counts, Finding, RunProgress, RunTimes, RunWords } from '../../core/farsight.mjs';
import type { Judgement, ProvingEvent, SceneSettings, SceneTruth } from './proving/protocol';

/** What decides which tiles run and what the network sees. */
export interface DetectSettings {
  photo: string;
  /** Times farther away than in the photo, 1 or more. */
  distance: number;
  /** The proving ground, which then stands in place of the photo; null: the photo. */
  scene: SceneSettings | null;
  model: string;
  pyramid: boolean;
  /** All of every level rather than the search. */
  full: boolean;
  /** Most network pixels in full frames; 0: no limit. */
  budget: number;
  /** Names of the classes that are asked for, with commas between; '': all. */
  classes: string;
  /** 0: the core's choice; the same for finestZoom. */
  levels: number;
  finestZoom: number;
  overlap: number;
  filter: string;
  backend: 'auto' | 'wasm' | 'webgpu';
}

/** How candidates become detections: never runs the network. */
export interface DecideSettings {
  score: number;
  merge: string;
  iou: number;
}

/** An object whose confidence is followed: its box in the photo as seen from `distance`. */
export interface Followed {
  label: number;
  box: [number, number, number, number];
  distance: number;
}

export interface Want {
  /** Rises with every want; a result carries the newest it answers. */
  request: number;
  detect: DetectSettings;
  decide: DecideSettings;
  followed: Followed | null;
  /** The scene's object to be looked at closer, by id. */
  chosen: number | null;
  /** What the scenes of a range study are like, also while a photo is shown. */
  study: { weather: string; place: string };
}

/** One of the site's own photos or models, from build-time lists. */
export interface PhotoEntry {
  id: string;
  title: string;
  credit: string;
  licence: string;
  file: string;
  thumbnail: string;
  bytes: number;
}

export interface ModelEntry {
  id: string;
  title: string;
  licence: string;
  source: string;
  file: string;
  card: string;
  bytes: number;
}

export interface OwnFile {
  name: string;
  bytes: ArrayBuffer;
}

/** A person's own network and what was given with it. */
export interface OwnModel {
  network: OwnFile;
  /** Texts; '': none was given. */
  card: string;
  labels: string;
  /** What the network or the card may name: weights in another file, a list of anchors. */
  parts: OwnFile[];
}

export interface Catalogue {
  /** The core's two builds. */
  core: { simd: string; scalar: string };
  /** Bytes of ONNX Runtime's two builds. */
  runtime: { wasm: number; webgpu: number };
  photos: PhotoEntry[];
  models: ModelEntry[];
}

/** Columns of equal length, best score first; what the core's Detection holds. */
export interface Detections {
  count: number;
  /** x0, y0, x1, y1 in photo pixels, four a detection. */
  boxes: Float32Array;
  scores: Float32Array;
  labels: Int32Array;
  tiles: Int32Array;
  levels: Int32Array;
  truncated: Uint8Array;
  /** 1: the full frame alone does not have it. All 0 for the full frame itself. */
  recovered: Uint8Array;
}

export interface LevelView {
  /** Network pixels per photo pixel. */
  zoom: number;
  columns: number;
  rows: number;
}

export interface PlanView {
  levels: LevelView[];
  /** x, y, width, height in photo pixels, four a tile. */
  tiles: Int32Array;
  /** Level, width and height in network pixels, and 1 where the close network runs it; four a tile. */
  inputs: Int32Array;
  pixelRatio: number;
  fullPixelRatio: number | null;
}

export interface DetectionResult extends RunProgress {
  kind: 'result';
  request: number;
  plan: PlanView;
  counts: Counts;
  fullFrame: Detections;
  pyramid: Detections;
  /** Where the followed object is among the detections; -1: not there. */
  followed: { fullFrame: number; pyramid: number };
  /** What was seen and missed of a scene; null for a photo, which has no ground truth. */
  judgement: Judgement | null;
  timing: RunTimes;
  words: RunWords;
  networkRuns: number;
}

export interface ModelView {
  kind: 'model';
  id: string;
  title: string;
  labels: string[];
  input: { width: number; height: number };
  /** Side of the smallest square object an anchor reaches with IoU 0.5, in network pixels; 0: unknown. */
  smallestReachPx: number;
  anchors: number;
  /** How the heads were recognised, for a person's own model. */
  note: string;
  findings: Finding[];
  /** Sentences about what looks wrong. */
  warnings: string[];
}

export interface PhotoView {
  kind: 'photo';
  id: string;
  distance: number;
  width: number;
  height: number;
  /** May be smaller than width and height: a preview. */
  bitmap: ImageBitmap;
  /** A scene's; null for a photo. */
  truth: SceneTruth | null;
}

export interface BackendView {
  kind: 'backend';
  used: 'wasm' | 'webgpu';
  workers: number;
  simd: boolean;
  /** Milliseconds a tile, all workers together; null: not measured. */
  wasmMs: number | null;
  webgpuMs: number | null;
  /** Why this one, in words. */
  reason: string;
}

export interface StatusView {
  kind: 'status';
  state: 'loading' | 'working' | 'ready' | 'error';
  text: string;
  /** In [0, 1]; null: cannot be known. */
  fraction: number | null;
  /** The want that it speaks of, when that is ready. */
  request?: number;
}

export interface ErrorView {
  kind: 'error';
  about: 'photo' | 'model' | 'network' | 'settings' | 'engine';
  text: string;
}

/** Best score among candidates where the followed object must be. */
export interface ConfidenceView {
  kind: 'confidence';
  /** The want's request, so that the points of another object are told apart. */
  request: number;
  distance: number;
  fullFrame: number;
  pyramid: number;
}

/** The answer to 'export'. */
export interface ExportView {
  kind: 'exported';
  text: string;
}

export type EngineEvent =
  | DetectionResult
  | ModelView
  | PhotoView
  | BackendView
  | StatusView
  | ErrorView
  | ConfidenceView
  | ProvingEvent
  | ExportView;

export interface Device {
  /** It has little memory and a metered connection. */
  phone: boolean;
  /** Another engine runs beside this one, which then is content with few workers. */
  shared: boolean;
}

export type PageMessage =
  | { kind: 'start'; catalogue: Catalogue; base: string; device: Device }
  | { kind: 'want'; want: Want }
  | { kind: 'sample'; running: boolean }
  /** Ends what is under way and shows what is in. */
  | { kind: 'stop' }
  /** After a stop: what is wanted still. */
  | { kind: 'go-on' }
  /** Asks for the text of a file with what is shown; `file` is the picture's name. */
  | { kind: 'export'; what: 'json' | 'csv'; file: string }
  | { kind: 'open-photo'; id: string; blob: Blob }
  | { kind: 'open-model'; id: string; model: OwnModel };
