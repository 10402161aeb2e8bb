/** One line of the table of properties (lab/src/state/properties.cpp). */
export interface PropertyRow {
    name: string;
    kind: 'switch' | 'choice' | 'number' | 'name' | 'moves';
    effect: 'view' | 'decide' | 'detect';
    section: string;
    label: string;
    hint: string;
    /** As a link has it; a number is one. */
    initial: string | number;
    min?: number;
    max?: number;
    step?: number;
    auto?: boolean;
    choices?: { value: string; text: string }[];
    detectFlag?: string;
    sweepFlag?: string;
}

export interface ReadQuery {
    /** As the lab writes it: only what differs from the defaults, in the table's order. */
    query: string;
    /** All values in the table's order. */
    values: string[];
    /** Names of properties that change nothing now. */
    idle: string[];
    /** What to say of the query; '': nothing. */
    complaint: string;
}

/** What the command names beside the photo; empty or missing: the default model, as it is. */
export interface NamedModel {
    model?: string;
    card?: string;
    labels?: string;
}

export type FileRole = 'photo' | 'network' | 'card' | 'labels' | 'part' | 'replaced';

export interface GivenFile {
    name: string;
    /** Of its text, where wantsText(name); else ''. */
    beginning: string;
    /** Given earlier, and kept since. */
    before: boolean;
}

/** What files are that a person gives together (given_files.h). */
export interface SortedFiles {
    /** One a file. */
    roles: FileRole[];
    /** Indices of files; -1: there is none. */
    network: number;
    card: number;
    labels: number;
    /** What a person must know; '': nothing. */
    complaint: string;
}

/** Every state goes in and comes out as a query: 'pyramid=off&score=0.5'. */
export interface Lab {
    table(): PropertyRow[];
    read(query: string): ReadQuery;
    /** The equivalent command. `photoFile` is the photo's as it was taken. */
    command(query: string, photoFile: string, model: NamedModel): string;
    /** Whether the beginning of this file's text is needed to sort it. */
    wantsText(name: string): boolean;
    sortFiles(files: readonly GivenFile[]): SortedFiles;
    /**
     * The picture's file, what saved files of it are called, without an ending, and what to do before the
     * equivalent command can run; '': nothing.
     */
    picture(query: string, photoFile: string): { file: string; stem: string; note: string };
    /** What to say of a photo or a model that the link names and no list has. */
    unlisted(property: 'photo' | 'model' | 'other-model', value: string): string;
    /** A model's text in a menu, and what it was taught on in a sentence; '': not known. */
    model(id: string, title: string): { menu: string; taught: string };
    /** "about 12 s left"; '' when that is not known: a negative number. */
    timeLeft(seconds: number): string;
    /** What became of a followed object; points stand in the order of their distance. '': nothing to say yet. */
    followed(query: string, points: readonly { distance: number; fullFrame: number; pyramid: number }[]): string;
    /** What the change makes necessary. */
    effect(before: string, after: string): 'none' | 'view' | 'decide' | 'detect';
    /** The part that the network's answer, the decision or a range study depends on. */
    part(query: string, what: 'detect' | 'decide' | 'study'): string;
    /** The second detector's of a comparison. */
    second(query: string): string;
    /** With this object of the scene moved to so many metres. */
    move(query: string, id: number, metres: number): string;
    /** A number of this property as the panel shows it. */
    show(name: string, value: number): string;
    /** The nearest value that this property may have. */
    snap(name: string, value: number): number;
    /**
     * Whether a lesson's condition holds (lesson_check.h); a fact of null is not known yet. Throws what cannot be
     * understood.
     */
    holds(condition: string, query: string, facts: Readonly<Record<string, number | null>>): boolean;
    /** Of the sweep that follows one object away. */
    distanceOfStep(step: number): number;
}

export function loadLab(source: Uint8Array | ArrayBuffer | Response | Promise<Response>): Promise<Lab>;
