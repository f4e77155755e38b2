import { Command, InvalidArgumentError, Option } from 'commander';

/*
 * Options that commands share, and what their values may be.
 */

export function config(): Option {
  return fileOption('--config <file>', 'configuration file; if it is not set, the nearest pod-lint.yaml in the folder of the files or above it');
}

/** More than so many would take memory, and no less time. */
const MOST_THREADS = 256;

export function threads(): Option {
  return new Option('--threads <number>', 'number of threads; one for each processor if it is not set').argParser((text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > MOST_THREADS) {
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_THREADS}.`);
    }
    return value;
  });
}

/** Of a file or a folder. A variable that is not set in a script is no path, and would be taken for an option that is not there. */
export function fileOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    if (text === '' || text === '-') {
      throw new InvalidArgumentError('It must be a path.');
    }
    return text;
  });
}

/** Texts between commas; the option may be there several times. */
export function listed(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((part) => part.trim()).filter((part) => part !== '')];
}

/** Refuses a second value for an option that is no list: which of the two is meant would be a guess. */
export function refuseSecondValues(command: Command): void {
  for (const option of command.options.filter(({ required, optional, parseArg }) => (required || optional) && parseArg !== listed)) {
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) {
        command.error(`error: option '${option.flags}' has a second value: it takes one`);
      }
      isGiven = true;
    });
  }
}
