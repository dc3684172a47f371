import type { Result } from '../schema.ts';
import { Aliases } from './aliases.ts';

const ipv4 = /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w-]|\.\d)/g;
const ipv6 =
  /(?<![\w:.])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])|(?<![\w:.])(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}(?![\w:])/gi;
/** Names that clouds and private networks give to machines. */
const machineNames =
  /(?<![\w.-])(?:ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?:\.[\w-]+)*|(?:[\w-]+\.)+(?:internal|local|localdomain|lan|corp|intra|intranet|home|amazonaws\.com|cloudapp\.net|googleusercontent\.com|core\.windows\.net|azuredatabricks\.net|cloud\.databricks\.com))(?![\w-]|\.\w)/gi;
/** The machine in an address; what object stores have there is a bucket, which belongs to the path. */
const authority =
  /(?<=\b(?!(?:s3|s3a|s3n|gs|file|dbfs|wasbs?|abfss?):)[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@'"]*@)?)(?!https?:)[\w-]+(?:\.[\w-]+)*(?=[:/?\s'",;)\]]|$)/gi;
const storageAccount = /(?<=\b(?:wasbs?|abfss?):\/\/[^\s/@'"]*@)[\w-]+(?:\.[\w-]+)+/gi;
/** `name:port`, unless it is `file.py:1200`. */
const withPort = /(?<![\w.:/-])[a-z][\w-]*(?:\.[\w-]+)*(?=:\d{4,5}(?!\d))/gi;
const sourceFile = /\.(?:py|scala|java|kt|sql|r|ipynb|zstd|zst|lz4|lzf|snappy|gz|json|log|txt|csv|parquet|jar)$/i;

/** Never a secret: they tell nobody which machine it is, or are part of public addresses in advice. */
const harmless = /^(?:localhost|0\.0\.0\.0|spark\.apache\.org|docs\.databricks\.com|yarn|local|host-\d+)$/i;

/** Replaces the names and addresses of machines by aliases. */
export class HostHider {
  readonly #aliases = new Aliases('host');

  /** Learns the hosts that a result names as such, so that they are found in its texts too. */
  learn(result: Result): void {
    const { configuration, executors } = result;
    for (const { host } of executors) this.#add(host);
    for (const key of ['spark.driver.host', 'spark.driver.bindAddress', 'spark.yarn.historyServer.address']) {
      this.#add((configuration[key] ?? '').replace(/^\w+:\/\//, '').replace(/:\d+$/, ''));
    }
  }

  /** Learns a host from a field of an event that holds one. */
  learnFrom(key: string, value: string): void {
    if (key === 'Host' || key === 'host') this.#add(value);
  }

  hide(text: string): string {
    const hideOne = (name: string): string =>
      harmless.test(name) || sourceFile.test(name) ? name : this.#aliases.of(name);
    let hidden = this.#aliases.replaceKnown(text);
    for (const pattern of [authority, storageAccount, ipv4, ipv6, machineNames, withPort]) {
      hidden = hidden.replace(pattern, hideOne);
    }
    return hidden;
  }

  #add(host: string): void {
    if (host === '' || harmless.test(host)) return;
    this.#aliases.of(host);
    const [short = ''] = host.split('.');
    // A short name that is an ordinary word, or a number of an address, would be replaced all over the text.
    if (short !== host && /[a-z]/i.test(short) && /[\d-]/.test(short)) this.#aliases.alsoKnownAs(host, short);
  }
}
