import { readRawEvents, type Json } from './raw-events.ts';

/** What must never leave the house, by what it is. Made up for this test; none of it opens anything. */
export const planted = {
  secrets: {
    storageKey: 'Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZkdISktMTU5PUA==',
    password: 'Hunter2-correct-horse',
    jdbcPassword: 'pgs3cr3t!x',
    urlPassword: 'urlPw_778899',
    awsKeyId: 'AKIAIOSFODNN7QWERTYU',
    awsSecret: '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',
    jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
    bearer: 'abcDEF123456ghiJKL',
    databricksToken: 'dapi0123456789abcdef0123456789abcdef',
    githubToken: 'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    keystorePassword: 'ksPass-4711',
    sasSignature: 'pL9%2FxQz7kT3mN5vB8cR1',
    sqlPassword: 'sqlPw-0815',
  },
  people: {
    user: 'mwegner',
    mail: 'maria.wegner@corp.example',
    homeOwner: 'jdoe42',
    principal: 'kschmidt@CORP.EXAMPLE',
  },
  hosts: {
    executorHost: 'ip-10-20-30-40.eu-central-1.compute.internal',
    otherHost: 'worker-17.prod.corp.example',
    driverHost: 'gateway-3.prod.corp.example',
    database: 'orders-db.prod.corp.example',
    address: '10.20.30.40',
    nameNode: 'nn1.prod.corp.example',
  },
  literals: { sqlText: "O''Brien-4711", sqlNumber: '987654321' },
  paths: { warehouse: '/mnt/finance/payroll-2026/salaries' },
} as const;

const { secrets, people, hosts, literals, paths } = planted;

const properties: Readonly<Record<string, string>> = {
  'spark.hadoop.fs.azure.account.key.ordersacct.dfs.core.windows.net': secrets.storageKey,
  'spark.ssl.keyPassword': secrets.password,
  'spark.app.jdbc': `jdbc:postgresql://${hosts.database}:5432/orders?user=${people.user}&password=${secrets.jdbcPassword}`,
  'spark.app.repository': `https://${people.user}:${secrets.urlPassword}@repo.prod.corp.example/artifacts`,
  'spark.hadoop.fs.s3a.access.id': secrets.awsKeyId,
  'spark.app.note': `uses ${secrets.awsSecret} for now`,
  'spark.app.header': `Authorization: Bearer ${secrets.bearer}`,
  'spark.app.session': secrets.jwt,
  'spark.executorEnv.GIT': secrets.githubToken,
  'spark.driver.extraJavaOptions': `-Dx=1 -Djavax.net.ssl.keyStorePassword=${secrets.keystorePassword} -Dy=2`,
  'spark.app.blob': `https://ordersacct.blob.core.windows.net/c/f?sv=2024&sig=${secrets.sasSignature}`,
  'spark.driver.host': hosts.driverHost,
  'spark.sql.warehouse.dir': `hdfs://${hosts.nameNode}:8020${paths.warehouse}`,
  'spark.yarn.principal': people.principal,
};

const failure =
  `Lost task on ${hosts.otherHost} (${hosts.address}): java.sql.SQLException: login of ${people.user} with password='${secrets.password}' ` +
  `failed, write to ${people.mail}, see /home/${people.homeOwner}/jobs/run.py and ${paths.warehouse}/part-0001`;
const sql =
  `SELECT * FROM payroll WHERE name = '${literals.sqlText}' AND id = ${literals.sqlNumber}` +
  ` -- CREATE USER x IDENTIFIED BY '${secrets.sqlPassword}' on ${hosts.otherHost}`;

/**
 * A lab log in which secrets, people, hosts, SQL literals and paths stand wherever a real one has them: properties, hosts
 * of executors and tasks, descriptions of jobs and queries, call sites, failure messages.
 */
export async function plantedLog(): Promise<string> {
  const events = await readRawEvents('failing-job');
  return `${events.map((event) => JSON.stringify(plant(event))).join('\n')}\n`;
}

function plant(event: Json): Json {
  switch (event.Event) {
    case 'SparkListenerEnvironmentUpdate':
      return { ...event, 'Spark Properties': { ...(event['Spark Properties'] as Json), ...properties } };
    case 'SparkListenerApplicationStart':
      return { ...event, User: people.user };
    case 'SparkListenerJobStart':
      return {
        ...event,
        Properties: {
          ...(event.Properties as Json),
          'spark.job.description': `load for ${people.mail} with token ${secrets.databricksToken} from ${hosts.address}: ${sql}`,
        },
      };
    case 'SparkListenerTaskEnd': {
      const reason = event['Task End Reason'] as Json;
      return 'Description' in reason
        ? { ...replaceHosts(event), 'Task End Reason': { ...reason, Description: failure } }
        : replaceHosts(event);
    }
    case 'SparkListenerJobEnd': {
      const result = event['Job Result'] as Json;
      return 'Exception' in result
        ? { ...event, 'Job Result': { ...result, Exception: { ...(result.Exception as Json), Message: failure } } }
        : event;
    }
    default:
      return String(event.Event).endsWith('SparkListenerSQLExecutionStart')
        ? { ...event, description: sql }
        : replaceHosts(event);
  }
}

/** The lab's two machines, by the names that a cloud gives. */
function replaceHosts(event: Json): Json {
  const text = JSON.stringify(event)
    .replaceAll('127.0.0.2', hosts.executorHost)
    .replaceAll('127.0.0.3', hosts.otherHost);
  return JSON.parse(text) as Json;
}
