// `npm start` reports on a small log of the repository, `npm start -- <path>` on any other.
const inputs = process.argv.slice(2);
process.argv.splice(2, inputs.length, 'report', ...(inputs.length > 0 ? inputs : ['fixtures/logs/executor-killed']));
await import('../packages/cli/dist/bin.js');
