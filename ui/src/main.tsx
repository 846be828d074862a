// The pages of Legation: one shell, one view for each address.

import { render } from 'preact';
import { App } from './app';
import { followLinks } from './lib/router';
import { enter } from './lib/session';
import './style/base.css';
import './style/reader.css';
import './style/lists.css';
import './style/charts.css';

const root = document.getElementById('app');
if (root) {
  followLinks();
  // The printed address carries a token after the #; it becomes a cookie before anything is asked.
  void enter().finally(() => render(<App />, root));
}
