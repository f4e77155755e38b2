import { Field, Subject } from '../model/field';

/** The ports of pods that a Service leads to by their names. */
export function namedTargets(service: Subject): Field[] {
  return service.at('spec', 'ports').items.map((port) => port.at('targetPort')).filter(({ text }) => text && !/^\d+$/.test(text));
}

/** A headless Service leads to the addresses of pods, whose ports its clients choose themselves. */
export function isHeadless(service: Subject): boolean {
  return service.at('spec', 'clusterIP').text === 'None';
}

/** Labels that controllers give to pods, and no template has: of StatefulSets and Jobs, and of custom resources. */
const GIVEN_BY_CONTROLLERS = /^(statefulset\.kubernetes\.io|apps\.kubernetes\.io|batch\.kubernetes\.io|leaderworkerset\.sigs\.k8s\.io|jobset\.sigs\.k8s\.io|ray\.io|serving\.knative\.dev)\//;

/** Whether the pods get labels that the selector asks for only when they are made. */
export function selectsByController(selector: Field): boolean {
  return selector.fields.some(({ key }) => GIVEN_BY_CONTROLLERS.test(String(key)));
}

/** What a port of a Service leads to: zero and nothing mean the port itself. */
export function targetOf(port: Field): Field {
  const target = port.at('targetPort');
  return target.text || target.number ? target : port.at('port');
}
