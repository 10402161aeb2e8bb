// The proving ground's half of the core: scenes, verdicts on them, range studies, and a closer look.

import {
    type CoreCard,
    CoreImage,
    type CoreRun,
    type Corners,
    Handle,
    type Headline,
    type PlanOptions,
} from './farsight.mjs';

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
    /** Places of the boxes on each side that are false. */
    falseBoxes: { fullFrame: number[]; pyramid: number[] };
    headline: Headline;
    /** Why recall cannot be measured with this model; '': it can. */
    unmeasurable: string;
}

export class ProvingGround extends Handle {
    constructor(options: SceneOptions);
    move(id: number, metres: number): void;
    /** Draws what stands now, each side divided by `shrink`. The image is the caller's to free. */
    render(shrink?: number): CoreImage;
    /** Of the last picture, in its pixels. */
    describe(): SceneTruth;
    /** What the run's last decision made of the last picture. */
    judge(run: CoreRun, card: CoreCard): Judgement;
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
    /** Metres at which recall falls through one half, as text: "34", "< 5", a dash for what is not known. */
    d50: string;
    /** Its interval; empty where too few scenes say anything. */
    interval: string;
}

/** lab/study.h's StudyResult. */
export interface StudyResult {
    scenes: number;
    scenesText: string;
    /** How many objects were looked at, and from where to where. */
    seen: string;
    /** What of the settings differs from the first ones. */
    setting: string;
    /** Of the plan. */
    tiles: number;
    /** Mean milliseconds a scene. */
    ms: number;
    fullFrame: Curve;
    /** Null without a pyramid. */
    pyramid: Curve | null;
    /** Its line of the table of configurations. */
    csv: string;
}

/** Everything that may change what a study finds. */
export interface StudySettings extends PlanOptions {
    model: string;
    score: number;
    merge: string;
    iou: number;
    weather: string;
    place: string;
}

/**
 * lab/study.h's state machine: render() gives the next scene, run() a run on it, which the caller drives until it
 * is done, and add() judges it.
 */
export class Study extends Handle {
    constructor(settings: StudySettings, card: CoreCard);
    /** After so many scenes it is done. */
    static readonly mostScenes: number;
    readonly scenes: number;
    /** The next scene. The image is the caller's to free. */
    render(): CoreImage;
    /** On the scene that was rendered last. */
    run(card: CoreCard): CoreRun;
    /** `ms` is the time that the run took; rendering and waiting are left out of it. */
    add(run: CoreRun, ms: number): void;
    /** What was measured so far: a StudyResult as one line of JSON. `title` is the model's. */
    result(title: string): string;
}

/** The first line of the table of configurations. */
export function configurationsCsvHead(): string;

/** Best IoU of any anchor with an object of a shape at each distance in metres. */
export interface DistanceLimit {
    /** Whose shape it is, as it stands after "a". */
    shape: string;
    distances: number[];
    fullFrame: number[];
    pyramid: number[];
}

/** For objects shaped as one of the scene's, or as a standing person where there is no scene. */
export function distanceLimit(
    run: CoreRun,
    card: CoreCard,
    ground: ProvingGround | undefined,
    object: number,
): DistanceLimit;

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
