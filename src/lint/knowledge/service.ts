import { Field, Subject } from '../model/field';

/** The ports of pods that a Service leads to by their names. */
export function namedTargets(service: Subject): Field[] {
  return service.at('spec', 'ports').items.map((port) => port.at('targetPort')).filter(({ text }) => text && !/^\d+$/.test(text));
}

/** What a port of a Service leads to: zero and nothing mean the port itself. */
export function targetOf(port: Field): Field {
  const target = port.at('targetPort');
  return target.text || target.number ? target : port.at('port');
}
