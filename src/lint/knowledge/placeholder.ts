import { Field } from '../model/field';

/** Fields in which a program of the container makes something of texts itself, as a shell does of `${NAME}`. */
const OF_PROGRAMS = ['command', 'args', 'data', 'stringData'];

/** Whether a tool such as envsubst or Flux replaces the text, or a part of it, so that it says nothing yet: `${REPLICAS:-3}`. */
export function isPutInLater(field: Field): boolean {
  return field.text !== undefined && /\$\{[A-Za-z_]\w*(?:[:=?+/#%-][^}]*)?\}/.test(field.text)
    && !field.path.slice(0, -1).some((key) => typeof key === 'string' && OF_PROGRAMS.includes(key));
}
