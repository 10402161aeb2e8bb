// The messages between page and engine about the proving ground.

import type { Corners } from '../../../core/farsight.mjs';
import type { DistanceLimit, ObjectTruth, StudyResult, StudySettings, Why } from '../../../core/proving.mjs';

export type { Corners };
export type {
  Curve,
  CurvePoint,
  DistanceLimit,
  Judgement,
  Look,
  ObjectTruth,
  ObjectVerdict,
  SceneTruth,
  StudyResult,
  StudySettings,
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
}

/** For objects shaped as the chosen one. */
export interface LimitView {
  kind: 'limit';
  limit: DistanceLimit;
}

export interface CurveView {
  kind: 'curve';
  settings: StudySettings;
  /** The model's title. */
  model: string;
  result: StudyResult;
  /** After so many scenes it is done. */
  most: number;
  /** The first line of the table of configurations. */
  csvHead: string;
}

/** The sampler started, stopped, or has all its scenes. */
export interface SamplingView {
  kind: 'sampling';
  running: boolean;
}

export type ProvingEvent = WhyView | LimitView | CurveView | SamplingView;
