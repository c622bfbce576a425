import Module from 'node:module';

/**
 * Preloaded into a process (`node --import`): it hears of no job in a queue that it has no worker for, as if each signal
 * were lost. Only for a program that is not bundled.
 */
const DEAF = [
  [
    /\/pg\/lib\/client\.js$/,
    `const { emit } = module.exports.prototype;
    module.exports.prototype.emit = function (event, ...rest) {
      if (event === 'notification' && rest[0].channel === 'bullmq_jobs') return false;
      return emit.call(this, event, ...rest);
    };`,
  ],
  [
    /\/ioredis\/built\/Redis\.js$/,
    // A worker waits for the marker of its queue alone.
    `const { bzpopmin } = exports.default.prototype;
    exports.default.prototype.bzpopmin = async function (...args) {
      return args.length > 2 ? await new Promise(() => {}) : await bzpopmin.apply(this, args);
    };`,
  ],
];

const { _compile: compile } = Module.prototype;
Module.prototype._compile = function compileDeaf(source, file, ...rest) {
  const path = file.replaceAll('\\', '/');
  const added = DEAF.filter(([files]) => files.test(path)).map(([, text]) => text);
  return compile.call(this, [source, ...added].join('\n'), file, ...rest);
};
