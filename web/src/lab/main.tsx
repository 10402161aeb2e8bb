import '@fontsource-variable/inter/wght.css';
import './style/tokens.css';
import './style/layout.css';
import './style/controls.css';
import './style/picture.css';
import './style/range.css';
import './style/proving.css';
import './style/why.css';
import './style/compare.css';
import './style/lessons.css';
import './style/screens.css';

import { effect } from '@preact/signals';
import { render } from 'preact';
import { App, dragging } from './App';
import { catalogue } from './catalogue';
import { startComparing } from './compare/second';
import { connect } from '../engine/client';
import { keepOffline } from '../offline/register';
import { startLessons } from './lessons/open';
import { playOpening } from './picture/opening';
import { receiveProving } from './proving/ground';
import { fail, hovered, receive, startSession, status, takeUnlisted, unfollow } from './session';
import { acceptFilesAnywhere } from './share/open';
import { keepUrl, linkComplaint } from './state/store';
import { applyTheme } from './theme';
import { takeUpdate } from './UpdateNote';

const complaints = [linkComplaint, ...takeUnlisted()].filter(Boolean);
applyTheme();
render(<App />, document.getElementById('lab') as HTMLElement);
keepUrl();
acceptFilesAnywhere((over) => (dragging.value = over));

startSession(
  connect((event) => {
    receive(event);
    receiveProving(event);
  }, catalogue).send,
);
startComparing();
startLessons();
playOpening();
// The first detection comes first: the service worker reads the same files again.
const stop = effect(() => {
  if (status.value.state !== 'ready' && status.value.state !== 'error') return;
  queueMicrotask(() => stop());
  void keepOffline((takeOver) => (takeUpdate.value = takeOver));
});

if (complaints.length > 0) fail({ kind: 'error', about: 'settings', text: complaints.join(' ') });

addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return;
  unfollow();
  hovered.value = null;
});
