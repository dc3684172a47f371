type Variant = (line: string) => string;
type Json = Record<string, unknown>;

const withParsed =
  (change: (event: Json, info: Json, metrics: Json) => void): Variant =>
  (line) => {
    const event = JSON.parse(line) as Json;
    change(event, event['Task Info'] as Json, (event['Task Metrics'] ?? {}) as Json);
    return JSON.stringify(event);
  };

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

const infoText =
  (key: string, value: unknown): Variant =>
  (line) =>
    withParsed((_, info) => {
      info[key] = value;
    })(line);

/** Ways to write or spoil a task line. */
export const hostileVariants: Readonly<Record<string, Variant>> = {
  'the same again': (line) => line,
  'a new task': (line) => line.replace(/"Task ID":\d+/, (id) => `${id}77`),
  'keys in another order': (line) => JSON.stringify(reversed(JSON.parse(line))),
  'white space': (line) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ' '),
  'white space in front': (line) => ` ${line}`,
  'white space behind': (line) => `${line}  `,
  'carriage return': (line) => `${line}\r`,
  'byte order mark': (line) => `\ufeff${line}`,
  'escaped text': infoText('Host', 'a"b\\c\n'),
  'needlessly escaped text': (line) => line.replace('"Host":"', '"Host":"\\u0041'),
  'text beyond ASCII': infoText('Host', 'h\u00f6st-\u{1f525}'),
  'long text': infoText('Executor ID', 'x'.repeat(300)),
  'text of another type': infoText('Executor ID', 7),
  'missing text': infoText('Locality', undefined),
  'unknown locality': infoText('Locality', 'ON_THE_MOON'),
  'negative number': infoText('Index', -7),
  'huge number': (line) => line.replace(/"Launch Time":\d+/, '"Launch Time":123456789012345678'),
  'sixteen digits': (line) => line.replace(/"Partition ID":\d+/, '"Partition ID":9007199254740991'),
  exponent: (line) => line.replace(/"Index":\d+/, '"Index":1e2'),
  fraction: (line) => line.replace(/"Index":\d+/, '"Index":2.50'),
  'negative zero': (line) => line.replace(/"Index":\d+/, '"Index":-0'),
  'leading zero': (line) => line.replace(/"Index":\d+/, '"Index":007'),
  'plus sign': (line) => line.replace(/"Index":\d+/, '"Index":+7'),
  'number as text': infoText('Launch Time', '1700000000000'),
  'no task id': infoText('Task ID', undefined),
  'null info': withParsed((event) => {
    event['Task Info'] = null;
  }),
  'no stage': withParsed((event) => {
    delete event['Stage ID'];
  }),
  'a key twice': (line) => line.replace('"Index":', '"Index":5,"Index":'),
  'a key twice, last wins': (line) => line.replace(/"Index":(\d+)/, '"Index":$1,"Index":55'),
  'the event twice': (line) => line.replace('{"Event"', '{"Event":"SparkListenerJobEnd","Event"'),
  'another event at the end': (line) => line.replace(/\}$/, ',"Event":"SparkListenerTaskGettingResult"}'),
  'an unknown key': (line) => line.replace('"Index":', '"New":{"a":[1,{"b":null}]},"Index":'),
  'no metrics': withParsed((event) => {
    delete event['Task Metrics'];
  }),
  'metrics under the reason': withParsed((event, _, metrics) => {
    delete event['Task Metrics'];
    event['Task End Reason'] = { Reason: 'Success', Metrics: metrics };
  }),
  'metrics as a list': withParsed((event) => {
    event['Task Metrics'] = [];
  }),
  'without shuffle metrics': withParsed((_, __, metrics) => {
    delete metrics['Shuffle Read Metrics'];
  }),
  'updated blocks': withParsed((_, __, metrics) => {
    metrics['Updated Blocks'] = [{ 'Block ID': 'rdd_1_2', Status: { 'Memory Size': 1 } }];
  }),
  resubmitted: withParsed((event) => {
    event['Task End Reason'] = { Reason: 'Resubmitted' };
  }),
  killed: withParsed((event) => {
    event['Task End Reason'] = { Reason: 'TaskKilled', 'Kill Reason': ' another attempt succeeded ' };
  }),
  'executor lost': withParsed((event) => {
    event['Task End Reason'] = { Reason: 'ExecutorLostFailure', 'Exit Caused By App': false, 'Loss Reason': ' gone ' };
  }),
  'unknown reason': withParsed((event, info) => {
    event['Task End Reason'] = { Reason: 'Eaten' };
    info.Killed = true;
  }),
  'no reason': withParsed((event) => {
    delete event['Task End Reason'];
  }),
  'commit denied': withParsed((event) => {
    event['Task End Reason'] = { Reason: 'TaskCommitDenied', 'Job ID': 1 };
  }),
  speculative: infoText('Speculative', true),
  'speculative, as text': infoText('Speculative', 'true'),
  'ends before it starts': infoText('Finish Time', 1),
  'result fetched': withParsed((_, info) => {
    info['Getting Result Time'] = Number(info['Launch Time']) + 1;
  }),
  'brackets inside names': infoText('Accumulables', [{ ID: 1, Name: ']},{"[', Update: '1', Value: '1' }]),
  'unbalanced brackets inside names': infoText('Accumulables', [{ ID: 1, Name: 'a]b}', Update: 1, Value: 2 }]),
  'names beyond ASCII': infoText('Accumulables', [{ ID: 1, Name: 'z\u00e4hler', Update: '\u{1f525}', Value: '' }]),
  'the text behind the list as a name': infoText('Accumulables', [
    { ID: 1, Name: ']},"Task Executor Metrics":{"JVMHeapMemory":0', Update: '1' },
  ]),
  'the end of a line as a name': infoText('Accumulables', [{ ID: 1, Name: '}]}}\n{"Event":"SparkListenerTaskEnd"' }]),
  'quotes inside names': infoText('Accumulables', [{ ID: 1, Name: '"', Update: '"}]' }]),
  'a backslash at the end of a name': infoText('Accumulables', [{ ID: 1, Name: 'a]\\', Update: '1\\' }]),
  'escaped names': infoText('Accumulables', [{ ID: 1, Name: 'a\tb\n\u2028]', Update: 1 }]),
  'lists as updates': infoText('Accumulables', [{ ID: 1, Name: 'a', Update: [1, [2]], Value: [] }, { ID: 2 }]),
  'lists as texts': infoText('Accumulables', [{ ID: 1, Name: 'a', Update: '[a, b]', Value: '[]' }]),
  'metrics inside an update': infoText('Accumulables', [
    { ID: 1, Update: { x: [1] }, 'Task Executor Metrics': { JVMHeapMemory: 9 } },
  ]),
  'no accumulables': infoText('Accumulables', undefined),
  'empty accumulables': infoText('Accumulables', []),
  'a key behind the accumulables': infoText('Later', [1]),
  'accumulables twice': (line) =>
    line.replace('"Accumulables":[', '"Accumulables":[{"ID":1}],"Host":"x","Accumulables":['),
  'damaged accumulables': (line) => line.replace('{"ID":', '{"ID":\u0000\ufffd,"'),
  'accumulables cut short': (line) => line.replace(/"Accumulables":\[.{40}/, '"Accumulables":[{"ID"'),
  'accumulables without an end': (line) => line.replace(/("Accumulables":\[[^\]]*)\]/, '$1'),
  'accumulables with damage and brackets': (line) => line.replace('"Accumulables":[', '"Accumulables":[[}"]",'),
  'damage on both sides': (line) =>
    line.replace('"Accumulables":[', '"Accumulables":[}{,').replace('"Index":', '"Index":x'),
  'line end in the accumulables': (line) => line.replace('"Accumulables":[', '"Accumulables":[{"ID":\n'),
  'two lines joined inside the accumulables': (line) => {
    const cut = line.indexOf('"Accumulables":[') + 30;
    return line.slice(0, cut) + line.replace('"Task ID":', '"Task ID":4');
  },
  'nested accumulables': infoText('Accumulables', [{ ID: 1, Update: [{ a: 1 }], Value: { b: [] } }]),
  'accumulables of all types': infoText('Accumulables', [{ ID: 1 }, { ID: 2, Value: 1.5 }, {}, { ID: 3, Value: null }]),
  'accumulables that are none': infoText('Accumulables', [1, 'a', null, []]),
  'broken accumulables': (line) => line.replace('"Accumulables":[', '"Accumulables":[{"ID":1,},'),
  'two commas': (line) => line.replace('},{"ID"', '},,{"ID"'),
  'white space around accumulables': (line) => line.replace('"Accumulables":[', '"Accumulables" : [ '),
  'white space between accumulables': (line) => line.replaceAll('},{', '}, {'),
  'control character in a name': (line) => line.replace('"Name":"', '"Name":"\u0001'),
  'tab in a text': (line) => line.replace('"Host":"', '"Host":"\t'),
  'cut line': (line) => line.slice(0, -20),
  'cut in the accumulables': (line) => line.slice(0, line.length >> 1),
  'something behind': (line) => `${line}{}`,
  'two on one line': (line) => line + line,
  'odd prototype': (line) => line.replace('"Index":', '"__proto__":{"Index":9},"Index":'),
};
