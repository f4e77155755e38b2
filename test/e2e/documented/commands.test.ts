import { firstMissing } from './support/compare';
import { readSections, Section } from './support/page';
import { Reader } from './support/reader';
import { allowedSkips } from '../../support/programs';
import { aloneBehaviour } from '../support/behaviour';
import { exampleNames } from '../support/examples';
import { Namespace } from '../support/namespace';

const sections = readSections();

/** Images that a test cluster cannot be expected to have. */
const notRun = Object.keys(allowedSkips().examples);

/** What only asks can be typed again until it is there. */
const ASKS = /^(kubectl (logs|get|describe) |curl )/;

async function types({ example, commands }: Section, namespace: Namespace): Promise<string> {
  const reader = await Reader.of(example, namespace);
  try {
    for (const { command, output } of commands) {
      let printed = await reader.type(command);
      const missing = () => firstMissing(output, printed);
      if (ASKS.test(command)) {
        await namespace.until(`'${command}' prints\n${output.join('\n')}\n`, async () => {
          const found = missing();
          if (found !== undefined) {
            printed = await reader.type(command);
            throw new Error(`not there: ${found}\nprinted:\n${printed}`);
          }
          return true;
        }, 90);
      } else if (missing() !== undefined) {
        throw new Error(`'${command}' does not print: ${missing()}\nprinted:\n${printed}`);
      }
    }
  } finally {
    await reader.leave();
  }
  return `${commands.length} commands`;
}

test('docs/documented-commands.md has every example that runs on a test cluster', () => {
  expect(sections.map(({ example }) => example).sort()).toEqual(exampleNames().filter((name) => !notRun.includes(name)).sort());
});

for (const section of sections) {
  aloneBehaviour(`${section.example}: the commands of its page print what the page says`, (namespace) => types(section, namespace));
}
