import Module from 'node:module';

/**
 * Preloaded into a process (`node --import`): the insides of dependencies that docs/dependencies.md lists have other
 * names in it, as after an update that changed no public API. The dependencies themselves work as before.
 */
const RENAMED = [
  [
    /bullmq\/dist\/cjs\/postgres\//,
    [
      'getListenClient',
      'setListenClientName',
      'readyPromise',
      'buildNextJobResult',
      'NOTIFY_CHANNEL',
    ],
  ],
  [/\/pg\/lib\/client\.js$/, ['this.connection']],
  [/\/pg\/lib\/connection\.js$/, ['attachListeners']],
];

const { _compile: compile } = Module.prototype;
Module.prototype._compile = function compileRenamed(source, file, ...rest) {
  const path = file.replaceAll('\\', '/');
  const names = RENAMED.flatMap(([files, insides]) => (files.test(path) ? insides : []));
  const renamed = names.reduce((text, name) => text.replaceAll(name, `${name}Elsewhere`), source);
  return compile.call(this, renamed, file, ...rest);
};
