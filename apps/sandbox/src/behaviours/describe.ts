import { CATALOGUE } from './catalogue.ts';

/** The table of behaviours as data, for programs. */
export function describeBehaviours() {
  return CATALOGUE.map(({ name, code, description, effect, defaultArgument }) => ({
    code,
    name: defaultArgument === undefined ? name : `${name}:${defaultArgument}`,
    effect,
    description,
  }));
}

/** The same table for a person at a terminal. */
export function describeInText(slugs: readonly string[]): string {
  const rows = describeBehaviours().map(({ code, name, description }) => {
    return `${code}  ${name.padEnd(28)} ${description}`;
  });
  return [
    'PayServer sandbox connectors',
    `Connectors: ${slugs.map((slug) => `/sandbox/${slug}/{pay,refund,query,cancel,checkEnv}`).join('\n            ')}`,
    '',
    'A payment chooses its behaviour by the last four digits of payParams.payBarCode, or by name in',
    'payParams.sandbox ("runThenNotice:300"); a refund by clientExtraParams.sandbox. The number after',
    'the colon may be left out. "failTimes:2:hang" does a fault twice and then behaves.',
    '',
    ...rows,
    '',
  ].join('\n');
}
