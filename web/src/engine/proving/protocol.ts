// What page and engine say about the proving ground.

import type { Corners } from '../../../core/farsight.mjs';
import type { AnchorLimit, Curves, ObjectTruth, Why } from '../../../core/proving.mjs';

export type { Corners };
export type {
  AnchorLimit,
  Curve,
  CurvePoint,
  Curves,
  Crossing,
  Judgement,
  Look,
  ObjectTruth,
  ObjectVerdict,
  SceneTruth,
  Why,
} from '../../../core/proving.mjs';

/** A rendered scene in place of a photo. */
export interface SceneSettings {
  seed: number;
  weather: string;
  place: string;
  /** Class of object 0. */
  subject: string;
  /** Objects that were moved, and to how many metres. */
  moves: readonly (readonly [id: number, metres: number])[];
}

/** A closer look at the chosen object, once every tile is in. */
export interface WhyView {
  kind: 'why';
  request: number;
  /** The object's ground truth; null: a detection in a photo. */
  truth: ObjectTruth | null;
  why: Why;
  /** For objects of this shape; null without ground truth. */
  limit: AnchorLimit | null;
}

/** What a range study measures: everything that may change what is found. */
export interface StudySettings {
  model: string;
  pyramid: boolean;
  levels: number;
  finestZoom: number;
  overlap: number;
  filter: string;
  score: number;
  merge: string;
  iou: number;
  weather: string;
  place: string;
}

export interface CurveView {
  kind: 'curve';
  settings: StudySettings;
  curves: Curves;
  /** Of the plan. */
  tiles: number;
  /** Mean milliseconds a scene, rendering left out. */
  ms: number;
}

/** The sampler started, stopped, or has all its scenes. */
export interface SamplingView {
  kind: 'sampling';
  running: boolean;
}

export type ProvingEvent = WhyView | CurveView | SamplingView;
