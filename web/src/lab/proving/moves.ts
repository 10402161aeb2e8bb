// Which objects of a scene were moved, as the state's text: id:metres, joined by underscores.

export type Moves = readonly (readonly [id: number, metres: number])[];

export function readMoves(text: string): Moves {
  if (text === '') return [];
  return text.split('_').map((entry) => {
    const [id = 0, metres = 0] = entry.split(':').map(Number);
    // The core takes 2 to 1000 metres.
    return [id, Math.min(1000, Math.max(2, metres))] as const;
  });
}

/** With this object at this place, the others as they were. */
export function withMove(text: string, id: number, metres: number): string {
  const others = readMoves(text).filter(([other]) => other !== id);
  const entries = [...others, [id, metres] as const].sort(([a], [b]) => a - b);
  return entries.map(([object, place]) => `${object}:${Number(place.toFixed(1))}`).join('_');
}
