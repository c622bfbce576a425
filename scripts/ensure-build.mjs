// What every `npm start` and its like run first: builds when the sources have changed since the last build, and
// says nothing when that works. Only builtins of Node may be needed: a production install has no tools.
import '../apps/supervisor/bin/check-node.mjs';

void import('./build-if-stale.mjs');
