// The lab's rules, as they were compiled from lab/: every question is answered at once.

import { loadLab } from '../../../core/lab/lab.mjs';
import wasm from '../../../../build/web-scalar/bin/lab.wasm?url';

export const lab = await loadLab(fetch(wasm));
