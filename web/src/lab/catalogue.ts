// The site's own photos and models, listed by the build.

import list from 'virtual:farsight-catalogue';
import type { Catalogue } from '../engine/protocol';

export const catalogue: Catalogue = list;
