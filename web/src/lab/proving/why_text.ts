// Why an object is seen or missed, in a sentence or two.

import type { Miss, ObjectTruth } from '../../engine/proving/protocol';

export interface Case {
  object: ObjectTruth;
  /** Null: it does not count. */
  seenFull: boolean | null;
  seenPyramid: boolean | null;
  missFull: Miss | null;
  missPyramid: Miss | null;
  /** Of the detections that found it. */
  scoreFull: number;
  scorePyramid: number;
  /** The model has a class for it. */
  isKnown: boolean;
  pyramidOn: boolean;
}

const percent = (part: number) => `${Math.round(100 * part)} %`;

export function title({ object, seenFull, seenPyramid, pyramidOn }: Case): string {
  const name = `this ${object.name}`;
  if (seenPyramid === null) return `Why does ${name} not count?`;
  if (seenFull) return `Why is ${name} seen?`;
  return seenPyramid && pyramidOn ? `Why did ${name} come back?` : `Why is ${name} missed?`;
}

export function sentence(about: Case): string {
  const { object, seenFull, seenPyramid, scoreFull, scorePyramid, pyramidOn } = about;
  if (seenPyramid === null) {
    return about.isKnown
      ? `Only ${percent(object.visibleFraction)} of it is in sight; less than a quarter is too little to ask for.`
      : `The model was never taught what a ${object.name} is.`;
  }
  if (seenFull) {
    const deep = pyramidOn && seenPyramid ? ` The pyramid gives ${percent(scorePyramid)}.` : '';
    return `Already the full frame shows enough of it: score ${percent(scoreFull)}.${deep}`;
  }
  const full = `On the full frame: ${lower(about.missFull)}`;
  if (!pyramidOn) return full;
  if (seenPyramid) return `${full} Enlarged by the pyramid it is found, with a score of ${percent(scorePyramid)}.`;
  return `${full} With the pyramid: ${lower(about.missPyramid)}`;
}

/** The core's sentence, to go on after a colon, with the score where there is one to tell. */
function lower(miss: Miss | null): string {
  if (!miss) return 'nothing is known yet.';
  const text = miss.sentence.charAt(0).toLowerCase() + miss.sentence.slice(1);
  return miss.score > 0
    ? `${text.replace(/\.$/, '')} (best box: score ${percent(miss.score)}, IoU ${percent(miss.iou)}).`
    : text;
}
