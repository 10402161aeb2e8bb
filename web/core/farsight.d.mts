// The core in JavaScript. Objects that extend Handle hold memory of the core: free() them.

/** WebAssembly is there at all. */
export const supported: boolean;
/** The faster of the two builds runs here. */
export const simdSupported: boolean;
/** Settles once load() has. */
export const ready: Promise<{ simd: boolean }>;

/**
 * Loads the core, once. `source` gives the file's bytes, or a response with them, of the build it is asked
 * for: with SIMD or without.
 */
export function load(
    source: (simd: boolean) => Promise<Response | ArrayBuffer | Uint8Array<ArrayBuffer>>,
    options?: { simd?: boolean },
): Promise<{ simd: boolean }>;

export type ErrorCode =
    | 'invalid-argument'
    | 'invalid-image'
    | 'invalid-model'
    | 'unsupported'
    | 'mismatch'
    | 'too-large'
    | 'cancelled'
    | 'io'
    | 'runtime'
    | 'bad-data';

/** What the core refused; the message is a sentence for people. */
export class CoreError extends Error {
    constructor(code: ErrorCode, message: string);
    readonly code: ErrorCode;
}

export declare class Handle {
    free(): void;
}

/** RGBA pixels inside the core. */
export class CoreImage extends Handle {
    private constructor();
    static fromRgba(pixels: Uint8ClampedArray | Uint8Array, width: number, height: number): CoreImage;
    readonly width: number;
    readonly height: number;
    /** The pixels where they lie: valid until the core's next call. */
    bytes(): Uint8Array<ArrayBuffer>;
    /** The same photo from farther away (dolly.h). */
    movedAway(distance: number): CoreImage;
}

export type Corners = [x0: number, y0: number, x1: number, y1: number];

/** Where a box lies once its photo is moved from one distance to another. */
export function moveBox(box: Corners, width: number, height: number, from: number, to: number): Corners;

/** The ONNX bytes of a TFLite network. */
export function importTflite(bytes: Uint8Array): Uint8Array<ArrayBuffer>;

/** The same with the card that its file gives; null: it is no detector that is known. */
export function openTflite(bytes: Uint8Array): { onnx: Uint8Array<ArrayBuffer>; card: CoreCard | null };

/** Names of the files with weights that an ONNX network needs beside its own. Fails for bytes that are no ONNX. */
export function externalFiles(onnx: Uint8Array): string[];

/** One thing understood of a network (recognise.h). */
export interface Finding {
    subject: string;
    value: string;
    how: string;
    certainty: 'said' | 'seen' | 'guessed';
}

/** Name and shape of a network's input or output; anything but a number stands for a free dimension. */
export interface TensorInfo {
    name: string;
    type: 'float32' | 'uint8';
    shape: readonly (number | string)[];
}

/** What a run needs to know of a network's input. */
export interface InputDescription {
    /** Name of the input; empty: the network's only one. */
    input: string;
    width: number;
    height: number;
    channelsFirst: boolean;
    /** The input takes bytes rather than floats. */
    bytes: boolean;
}

/** Of a network that is not recognised yet, for example since the shapes of its outputs are free. */
export function recogniseInput(onnx: Uint8Array, inputs: readonly TensorInfo[]): InputDescription;

export interface CardDescription extends InputDescription {
    name: string;
    title: string;
    blueFirst: boolean;
    /** Values are (pixel - mean) * scale, in the order of the channels. */
    mean: [number, number, number];
    scale: [number, number, number];
    /** RGB outside the image. */
    pad: [number, number, number];
    labels: string[];
    /** How the card was understood; none when someone wrote it. */
    findings: Finding[];
    /** Sentences about what looks wrong. */
    warnings: string[];
    anchors: number;
    /** Side in network pixels of the smallest square object an anchor reaches with IoU 0.5; 0: unknown. */
    smallestReachPx: number;
}

/** What a network eats and what its heads mean (model.h). */
export class CoreCard extends Handle {
    private constructor();
    static read(json: string): CoreCard;
    /** The card in the network's metadata, or what its tensors and its graph give away. */
    static recognise(onnx: Uint8Array, inputs: readonly TensorInfo[], outputs: readonly TensorInfo[]): CoreCard;
    /** Throws when the network's tensors are not what the card says. */
    check(inputs: readonly TensorInfo[], outputs: readonly TensorInfo[]): void;
    /** Takes a person's own list of class names; throws a sentence with both counts when it does not fit. */
    fitLabels(list: string): void;
    /** The file of anchors that the card names and does not have yet; '': none. */
    readonly anchorFile: string;
    takeAnchors(text: string): void;
    describe(): CardDescription;
    /**
     * The ONNX bytes of the network for the levels beyond the full frame, and runs of this card take regions of
     * free size from then on. Throws, with the reason, where the network cannot be freed.
     */
    closeNetwork(onnx: Uint8Array): Uint8Array<ArrayBuffer>;
    /** Runs of this card take tiles of its size again. */
    keepTiles(): void;
    /**
     * Reads the receptive fields of the anchors' layers from the network's graph, for closer looks; false: it
     * does not tell.
     */
    readFields(onnx: Uint8Array): boolean;
}

export interface PlanOptions {
    pyramid: boolean;
    /** 0: the core's choice; the same for finestZoom. */
    levels: number;
    finestZoom: number;
    overlap: number;
    filter: string;
    /** All of every level rather than the search; false when left out. */
    full?: boolean;
    /** Most network pixels in full frames; 0 or left out: no limit. */
    budget?: number;
    /** Names of classes with commas between; empty or left out: all. */
    classes?: string;
}

export interface Plan {
    levels: { zoom: number; columns: number; rows: number }[];
    /** x, y, width, height in photo pixels, four a tile. A search adds tiles as it goes. */
    tiles: Int32Array;
    /** Level, width and height in network pixels, and 1 where the close network runs it; four a tile. */
    inputs: Int32Array;
    pixelRatio: number;
    /** What all of every level would cost; null: such a plan is refused. */
    fullPixelRatio: number | null;
}

export interface TileBatch {
    first: number;
    count: number;
}

export interface Head {
    name: string;
    values: Float32Array;
    shape: readonly number[];
}

export interface MergeOptions {
    method: string;
    overlap: number;
    minScore: number;
}

/** Detections in columns; the same as the engine's Detections. */
export interface Columns {
    count: number;
    boxes: Float32Array<ArrayBuffer>;
    scores: Float32Array<ArrayBuffer>;
    labels: Int32Array<ArrayBuffer>;
    tiles: Int32Array<ArrayBuffer>;
    levels: Int32Array<ArrayBuffer>;
    truncated: Uint8Array<ArrayBuffer>;
    recovered: Uint8Array<ArrayBuffer>;
}

export interface RunProgress {
    /** All tiles of the plan are in. */
    done: boolean;
    tilesDone: number;
    /** Of these, what came from a cache. */
    tilesCached: number;
    /** Raw boxes of all tiles that are in. */
    candidates: number;
    /** Candidates dropped since they were NaN or infinite. */
    nonFinite: number;
}

/** What a run took, in milliseconds; the stages of tiles are summed over parallel workers, total is the wall. */
export interface RunTimes {
    decodeImage: number;
    preprocess: number;
    network: number;
    decodeHeads: number;
    merge: number;
    total: number;
}

/** lab/headline.h */
export interface Figure {
    name: 'full-frame-alone' | 'total' | 'found' | 'missed' | 'false' | 'full-frame' | 'recovered';
    count: number;
    words: string;
}

/** What stands over all other figures. */
export interface Headline {
    figures: Figure[];
    /** What the boxes are made of: on the full frame too, and recovered. */
    parts: Figure[];
    /** Sentences. */
    facts: string[];
    /** All of it in a line. */
    brief: string;
}

/** A run in words, as every host shows it (lab/run_words.h). */
export interface RunWords {
    /** The stages; `share` of the longest, in [0, 1]. */
    cost: { text: string; number: string; share: number }[];
    /** Milliseconds until all was in, without their unit. */
    total: string;
    /** Tiles and time. */
    summary: string;
    pixelRatio: string;
    facts: string[];
    /** Level 0 first. */
    levels: { name: string; tiles: string; onFullFrame: number; recovered: number }[];
    /** Score and height of the best detections, as far as the list shows them. */
    list: [score: string, height: string][];
    /** What stands at the best boxes of each side: "Person 45 %". */
    labels: { fullFrame: string[]; pyramid: string[] };
    /** As of a photo, whose truth nobody knows. */
    headline: Headline;
    /** Stands where finds of the pyramid would; '': there are some. */
    noFinds: string;
}

/** lab/counts.h */
export interface Counts {
    /** Final detections that a detection of the full frame is matched to. */
    fullFrame: number;
    /** The other final detections. */
    recovered: number;
    total: number;
    /** What the full frame alone lists. */
    fullFrameAlone: number;
}

/** One image, one model, one plan: detector.h's state machine for the full frame alone and for the pyramid. */
export class CoreRun extends Handle {
    private constructor();
    /** `tiles` keeps to tiles of the card's size, also where the network is free. */
    static create(card: CoreCard, width: number, height: number, options: PlanOptions & { tiles?: boolean }): CoreRun;
    plan(): Plan;
    /** The next tiles to run; null while it must wait for what is out, or when done. */
    next(most: number): TileBatch | null;
    /** What a tile becomes, in network pixels, and whether the close network runs it. */
    input(tile: number): { width: number; height: number; close: boolean };
    /** Fills a tile's tensor: width * height * 3 floats, or bytes where the card says so. */
    fill(image: CoreImage, tile: number, values: Float32Array | Uint8Array): void;
    /** What shaders/preprocess.wgsl needs to fill the tensors of a batch (tile_tables.h). */
    tables(batch: TileBatch): Int32Array<ArrayBuffer>;
    absorb(batch: TileBatch, heads: readonly Head[]): void;
    absorbCached(tile: number, candidates: Uint8Array): void;
    /** A tile's raw candidates, to be kept and given back to absorbCached. */
    candidates(tile: number): Uint8Array<ArrayBuffer>;
    readonly done: boolean;
    progress(): RunProgress;
    /** Merges what is in. Cheap: call it at every slider move, then read counts() and detections(). */
    decide(options: MergeOptions): void;
    counts(): Counts;
    words(card: CoreCard, times: RunTimes, onScene: boolean, workers: number): RunWords;
    /** The text of a file with the last decision; `file` is the picture's name. */
    export(kind: 'json' | 'csv', card: CoreCard, file: string, times: RunTimes): string;
    /** Of the whole pyramid, or of the full frame alone. */
    detections(pyramid: boolean): Columns;
    /** Index of the detection that is this object; -1: none. */
    find(pyramid: boolean, label: number, box: Corners): number;
    /** Best score of any candidate for this object, however low. */
    confidence(pyramid: boolean, label: number, box: Corners): number;
}
