import { actionsOf } from './probes';
import { Container } from '../model/container';
import { Field } from '../model/field';

/** The words of all that a container runs: its own command with the arguments, and the commands of its probes and hooks. */
export function commandLinesOf(container: Container): (readonly Field[])[] {
  return [
    [...container.at('command').items, ...container.at('args').items],
    ...actionsOf(container).map(({ field }) => field.at('exec', 'command').items),
  ];
}
