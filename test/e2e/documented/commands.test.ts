import { firstMissing } from './support/compare';
import { readSections, Section } from './support/page';
import { Reader } from './support/reader';
import { aloneBehaviour } from '../support/behaviour';
import { Namespace } from '../support/namespace';

/** What only asks or waits can be typed again until it is there. */
const ASKS = /^(kubectl (logs|get|describe|wait|rollout status|run client) |curl )/;

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
        });
      } else if (missing() !== undefined) {
        throw new Error(`'${command}' does not print: ${missing()}\nprinted:\n${printed}`);
      }
    }
  } finally {
    await reader.leave();
  }
  return `${commands.length} commands`;
}

for (const section of readSections().filter(({ notRunHere }) => notRunHere === undefined)) {
  aloneBehaviour(`${section.example}: the commands of its page print what the page says`, (namespace) => types(section, namespace));
}
