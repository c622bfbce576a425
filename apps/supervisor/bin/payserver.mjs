#!/usr/bin/env node
// The check must have run before anything newer is even parsed, hence the late import.
import './check-node.mjs';

void import('../dist/bundle/main.mjs').then((supervisor) =>
  supervisor.main(...process.argv.slice(2)),
);
