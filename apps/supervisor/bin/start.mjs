#!/usr/bin/env node
// What `npm start` and its like run: builds when the sources have changed since the last build, then runs the program, in
// one process, because another Node costs each start a tenth of a second.
// The check must have run before anything newer is even parsed, hence the late imports.
import './check-node.mjs';

void import('../../../scripts/build-if-stale.mjs').then(() => import('./payserver.mjs'));
