// Runs at the end of `npm ci`: builds at once, so that the first `npm start` is ready in seconds. An
// installation without the tools (`--omit=dev`, into which a finished build is copied) has none to run.
import { canBuild } from './sources.mjs';

if (canBuild()) await import('./build.mjs');
