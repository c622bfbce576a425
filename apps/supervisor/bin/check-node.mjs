// Runs on any Node that knows modules, so nothing newer than that may be written here. An old Node would
// otherwise end in a syntax error somewhere inside a dependency.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`PayServer needs Node 20.19 or newer, this is ${process.versions.node}\n`);
  process.exit(1);
}
