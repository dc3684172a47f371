/** Whether two names mean one machine: equal, one the short form of the other, or an address and the name that AWS makes of it. */
export function isSameHost(a: string, b: string): boolean {
  if (a === '' || b === '') return false;
  const [left, right] = [canonical(a), canonical(b)];
  if (left === right) return true;
  const isAddress = (name: string) => /^[\d.]+$|:/.test(name);
  return !isAddress(left) && !isAddress(right) && left.split('.')[0] === right.split('.')[0];
}

/** `ip-10-0-0-1.eu-west-1.compute.internal` is the machine at 10.0.0.1; Databricks writes the same with underscores. */
function canonical(name: string): string {
  const lower = name.toLowerCase();
  const address = /^(?:ip-)?(\d{1,3})[-_](\d{1,3})[-_](\d{1,3})[-_](\d{1,3})(?:\.|$)/.exec(lower);
  return address === null ? lower : address.slice(1, 5).join('.');
}
