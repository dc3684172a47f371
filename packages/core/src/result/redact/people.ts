import type { Result } from '../schema.ts';
import { Aliases } from './aliases.ts';

/** A mail address, or a Kerberos principal of a person. Java prints objects as `Name@1a2b3c`, which is neither. */
const mailAddress = /(?<![\w.+/-])[\w.+-]+@(?![0-9a-f]{4,8}\b)(?:[\w-]+\.)*[a-z][\w-]*(?![\w-])/gi;
const homeFolder = /(?<=(?:^|[^\w])(?:\/home|\/Users|\/user|\/Workspace\/Users|[A-Z]:\\Users)[/\\])[^/\\\s'",:;)]+/g;
const userKey = /(?:^|[._-])(?:user|username|user\.?name|proxy-?user|owner|principal|run-?as)$/i;

/** Accounts of programs, which name nobody; most are also words of our own sentences. */
const generic = new Set(
  'root spark hadoop hdfs hive yarn livy mapred ubuntu ec2-user admin airflow jupyter jovyan nobody runner databricks user default anonymous'.split(
    ' ',
  ),
);

/** Replaces the names of people by aliases: the user of the application, owners of home folders, mail addresses. */
export class PeopleHider {
  readonly #aliases = new Aliases('user');

  /** Learns the names that a result gives as such. */
  learn(result: Result): void {
    this.#add(result.application.user ?? '');
    for (const [key, value] of Object.entries(result.configuration)) this.learnFrom(key, value);
  }

  /** Learns a name from a property that holds one. */
  learnFrom(key: string, value: string): void {
    if (userKey.test(key)) this.#add(value);
  }

  hide(text: string): string {
    return this.#aliases
      .replaceKnown(text)
      .replace(mailAddress, (address) => this.#aliases.of(address))
      .replace(homeFolder, (name) => (isPerson(name) ? this.#aliases.of(name) : name));
  }

  #add(name: string): void {
    if (isPerson(name)) this.#aliases.of(name);
  }
}

function isPerson(name: string): boolean {
  return name.length > 1 && !/[\s/*()]/.test(name) && !/^(?:user-)?\d+$/.test(name) && !generic.has(name.toLowerCase());
}
