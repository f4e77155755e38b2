import { actionsOf } from './probes';
import { Container } from '../model/container';
import { Field } from '../model/field';

/** The words of all that a container runs: its own command with the arguments, and the commands of its probes and hooks. */
export function commandLinesOf(container: Container): (readonly Field[])[] {
  return [container.commandLine, ...commandsOfActions(container).map(({ items }) => items)];
}

/** The `command` of the container, and of its probes and hooks. */
export function commandsOf(container: Container): Field[] {
  return [container.at('command'), ...commandsOfActions(container)];
}

function commandsOfActions(container: Container): Field[] {
  return actionsOf(container).map(({ field }) => field.at('exec', 'command'));
}
