import { Field, isMapping } from '../model/field';

/** Fields in which a program of the container makes something of texts itself, as a shell does of `${NAME}`. */
const OF_PROGRAMS = ['command', 'args', 'data', 'stringData'];

/** `${REPLICAS:-3}` and a whole `$REPLICAS` of envsubst and Flux, `{{ .Values.cpu }}` of Go and Jinja templates, `#{NAME}`, and `PLACEHOLDER_CPU`. */
const IN_TEXT = /^\$[A-Za-z_]\w*$|(?:^|_)PLACEHOLDER(?:_|$)|\$\{[A-Za-z_]\w*(?:[:=?+/#%-][^}]*)?\}|\{\{.*\}\}|#\{\w+\}/;

/** What `{name}` is to a parser of YAML: a field without a value. */
const NAME = /^[A-Za-z_][\w.]*$/;

/** Whether a tool replaces what is there, or a part of it, so that it says nothing yet. */
export function isPutInLater(field: Field): boolean {
  return (IN_TEXT.test(field.text ?? '') || isBraced(field))
    && !field.path.slice(0, -1).some((key) => typeof key === 'string' && OF_PROGRAMS.includes(key));
}

/** `name: {service.name}`, as in templates of Python. */
function isBraced({ structure }: Field): boolean {
  const [entry, ...others] = isMapping(structure) ? Object.entries(structure) : [];
  return entry !== undefined && others.length === 0 && entry[1] === null && NAME.test(entry[0]);
}
