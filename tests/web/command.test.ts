import { describe, expect, it } from 'vitest';
import { commandFor } from '../../web/src/lab/share/command';
import { initialState } from '../../web/src/lab/state/properties';

describe('the equivalent command', () => {
  it('is short for the defaults', () => {
    expect(commandFor(initialState(), 'street.jpg', '')).toBe('farsight detect street.jpg');
  });

  it('names what differs', () => {
    const state = { ...initialState(), finestZoom: 1.5, levels: 3, merge: 'wbf' as const, score: 0.25 };
    expect(commandFor(state, 'street.jpg', 'ssd')).toBe(
      'farsight detect street.jpg --model ssd --levels 3 --finest-zoom 1.5 --score 0.25 --merge wbf',
    );
  });

  it('leaves out what only the page has', () => {
    const state = { ...initialState(), divider: 0.1, backend: 'wasm' as const, distance: 3 };
    expect(commandFor(state, 'a.png', '')).toBe('farsight detect a.png');
  });

  it('measures on scenes where the page does, and leaves out what a sweep does not take', () => {
    const state = { ...initialState(), source: 'scene' as const, weather: 'haze' as const, pyramid: false, seed: 9 };
    expect(commandFor(state, 'a.png', 'ssd')).toBe('farsight sweep --model ssd --weather haze');
  });

  it('quotes names that a shell would take apart', () => {
    expect(commandFor(initialState(), "Anna's dog; rm.png", '')).toBe("farsight detect 'Anna'\\''s dog; rm.png'");
  });
});
