// Animation, which is left out where a person asked for reduced motion.

const still = matchMedia('(prefers-reduced-motion: reduce)');

export const prefersStillness = () => still.matches;

/** Calls `step` with parts from 0 to 1, eased; at once with 1 where movement is not wanted. The result ends it early. */
export function animate(ms: number, step: (part: number) => void, then: () => void = () => undefined): () => void {
  if (still.matches) {
    step(1);
    then();
    return () => undefined;
  }
  const start = performance.now();
  let frame = requestAnimationFrame(function next(now) {
    const time = Math.min(1, Math.max(0, (now - start) / ms));
    step(ease(time));
    if (time < 1) frame = requestAnimationFrame(next);
    else then();
  });
  return () => cancelAnimationFrame(frame);
}

/** Starts and ends at rest. */
export function ease(time: number): number {
  return time < 0.5 ? 4 * time ** 3 : 1 - (2 - 2 * time) ** 3 / 2;
}
