// The token of the address becomes a cookie that scripts cannot read, and leaves the address.

import { post } from './api';

export async function enter(): Promise<void> {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (!token) return;
  history.replaceState(null, '', location.pathname + location.search);
  await post('/session', { token }).catch(() => undefined);
}
