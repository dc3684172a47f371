const key = 'cinderlog-token';

/**
 * The token that `cinderlog view` put into the address. It is taken out of the address at once, so that it gets neither into history nor
 * into a link that somebody copies; a reload finds it in the storage of this tab.
 */
export function takeToken(): string | undefined {
  const keys = new URLSearchParams(location.hash.replace(/^#/, ''));
  const token = keys.get('token');
  if (token === null) return sessionStorage.getItem(key) ?? undefined;
  sessionStorage.setItem(key, token);
  keys.delete('token');
  history.replaceState(null, '', `#${keys.toString()}`);
  return token;
}
