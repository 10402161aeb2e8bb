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

/** Every state goes in and comes out as a query: 'pyramid=off&score=0.5'. */
export interface Lab {
    table(): PropertyRow[];
    read(query: string): ReadQuery;
    /** The equivalent command. `photoFile` is the photo's as it was taken; an empty model is the default one. */
    command(query: string, photoFile: string, model: string): string;
    /** The picture's file, and what saved files of it are called, without an ending. */
    picture(query: string, photoFile: string): { file: string; stem: string };
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
    /** Of the sweep that follows one object away. */
    distanceOfStep(step: number): number;
}

export function loadLab(source: Uint8Array | ArrayBuffer | Response | Promise<Response>): Promise<Lab>;
