import '@fontsource-variable/inter/wght.css';
import './style/tokens.css';
import './style/layout.css';
import './style/controls.css';
import './style/picture.css';
import './style/range.css';

import { render } from 'preact';
import { App, dragging } from './App';
import { catalogue } from './catalogue';
import { connect } from '../engine/client';
import { error, receive, startSession } from './session';
import { acceptFilesAnywhere } from './share/open';
import { ignoredParameters, keepUrl } from './state/store';
import { applyTheme } from './theme';

applyTheme();
render(<App />, document.getElementById('lab') as HTMLElement);
keepUrl();
acceptFilesAnywhere((over) => (dragging.value = over));

startSession(connect(receive, catalogue));

if (ignoredParameters.length > 0) {
  error.value = {
    kind: 'error',
    about: 'settings',
    text: `The link’s ${ignoredParameters.join(', ')} could not be read and ${ignoredParameters.length > 1 ? 'have their defaults' : 'has its default'}.`,
  };
}
