// The proving ground's half of the core: scenes, verdicts on them, range studies, and a closer look.

import { type CoreCard, CoreImage, type CoreRun, type Corners, Handle } from './farsight.mjs';

export interface SceneOptions {
    seed: number;
    objects: number;
    /** Nearest and farthest labelled object in metres. */
    nearest: number;
    farthest: number;
    /** Name of object 0's class. */
    subject: string;
    weather: string;
    place: string;
}

/** scene.h's ObjectTruth. */
export interface ObjectTruth {
    id: number;
    name: string;
    /** Around what is visible of it, in pixels; empty when nothing is. */
    visible: Corners;
    /** Around the whole object, hidden parts too. */
    amodal: Corners;
    visibleFraction: number;
    /** Metres. */
    distance: number;
    /** Pixels. */
    height: number;
    truncated: boolean;
}

export interface SceneTruth {
    /** Focal length in pixels. */
    focal: number;
    weather: string;
    objects: ObjectTruth[];
}

/** What a person is told of one object. */
export interface ObjectVerdict {
    /** Found on each side; null: it does not count. */
    fullFrame: boolean | null;
    pyramid: boolean | null;
    title: string;
    sentence: string;
    /** How far away it is and how high. */
    place: string;
    verdict: string;
}

export interface Judgement {
    /** Objects that count, and how many of them were found. */
    inSight: number;
    fullFrame: number;
    pyramid: number;
    /** By object id. */
    objects: ObjectVerdict[];
}

export class ProvingGround extends Handle {
    /** With a card only the classes that its model knows stand in the scene, unless it knows none. */
    constructor(options: SceneOptions, card?: CoreCard);
    move(id: number, metres: number): void;
    /** Draws what stands now, each side divided by `shrink`. The image is the caller's to free. */
    render(shrink?: number): CoreImage;
    /** Of the last picture, in its pixels. */
    describe(): SceneTruth;
    /** What the run's last decision made of the last picture. */
    judge(run: CoreRun, card: CoreCard): Judgement;
}

/** Metres; null: not measured. Infinity: beyond the farthest bin; 0: nearer than the nearest. */
export interface Crossing {
    place: number | null;
    low: number | null;
    high: number | null;
}

export interface CurvePoint {
    /** Metres. */
    place: number;
    trials: number;
    found: number;
    recall: number | null;
    /** Of the monotone fit, with its bootstrap band. */
    smoothed: number | null;
    low: number | null;
    high: number | null;
}

export interface Curve {
    points: CurvePoint[];
    d50: Crossing;
    d90: Crossing;
}

export interface Curves {
    scenes: number;
    fullFrame: Curve;
    pyramid: Curve;
}

export class Study extends Handle {
    constructor();
    add(ground: ProvingGround, run: CoreRun, card: CoreCard): void;
    curves(): Curves;
}

/** Best IoU of any anchor with an object of this size at each distance in metres. */
export interface AnchorLimit {
    distances: number[];
    fullFrame: number[];
    pyramid: number[];
}

export function anchorLimit(run: CoreRun, object: { heightM: number; aspect: number; focalPx: number }): AnchorLimit;

/** What reaches the network of an object at one zoom. */
export interface Look {
    level: number;
    zoomX: number;
    zoomY: number;
    /** "0.23×", or both axes where they differ. */
    zoom: string;
    /** The object in network pixels. */
    width: number;
    height: number;
    /** The same as text. */
    widthText: string;
    heightText: string;
    /** Width and height of the nearest anchor in network pixels; null: the model has no sized anchors. */
    anchor: [number, number] | null;
    /** "30 × 30"; empty without an anchor. */
    anchorText: string;
    anchorIou: number;
    /** Side of what a cell of its feature map sees, in network pixels; 0: unknown. */
    field: number;
    /** By harmonic of the region's side (spectrum.h). */
    energy: number[];
    patchWidth: number;
    patchHeight: number;
    /** RGBA. */
    pixels: Uint8ClampedArray<ArrayBuffer>;
}

export interface Why {
    /** What both patches show, in photo pixels. */
    region: Corners;
    /** Multiplies a harmonic into cycles along the object's height. */
    cyclesPerSide: number;
    /** Boxes around the object in photo pixels, as the full frame has them; null: unknown. */
    reach: { anchor: Corners | null; field: Corners | null };
    fullFrame: Look;
    best: Look;
}

export function lookCloser(run: CoreRun, card: CoreCard, image: CoreImage, box: Corners): Why;
