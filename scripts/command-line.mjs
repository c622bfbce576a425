// How the commands that run for long read their arguments: what they do not understand ends them at once,
// with the reason, before an hour goes into something that nobody asked for.
import { Command, InvalidArgumentError } from 'commander';

/** A command that explains itself with `--help`; anything it does not take ends it with exit code 1. */
export function describeCommand(name, description) {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .showHelpAfterError('--help says what there is');
}

/** For an option that takes a whole number between these two, ends included. */
export function wholeNumber(least, most = Number.MAX_SAFE_INTEGER) {
  return (text) => {
    const number = Number(text);
    const isWhole = text.trim() !== '' && Number.isSafeInteger(number);
    if (isWhole && number >= least && number <= most) return number;
    const end = most === Number.MAX_SAFE_INTEGER ? 'or more' : `to ${most}`;
    throw new InvalidArgumentError(`It takes a whole number, ${least} ${end}.`);
  };
}

/** For an option that takes some of these names, with commas between them; answers them in this order. */
export function someOf(all) {
  return (text) => {
    const names = text.split(',').map((name) => name.trim());
    const unknown = names.filter((name) => !all.includes(name));
    if (unknown.length === 0) return all.filter((name) => names.includes(name));
    throw new InvalidArgumentError(`It takes ${all.join(', ')}; not "${unknown.join('", "')}".`);
  };
}
