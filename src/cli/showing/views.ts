import { GivenPod } from './given-pod';
import { resourcesJson, resourcesTable } from './resources-view';
import { PodTimeline } from '../../core/spec/pod-timeline';
import { printable } from '../../core/values/printable';
import { mermaidOf } from '../diagrams/mermaid';
import { pictureOf } from '../diagrams/pod-picture';
import { podSvg } from '../diagrams/pod-svg';
import { timelineSvg } from '../diagrams/timeline-svg';

/** Shows a pod as a text. @throws if it cannot */
export type View = (pod: GivenPod) => string;

const VIEWS = {
  'resources human': resourcesTable,
  'resources json': (pod: GivenPod) => JSON.stringify(resourcesJson(pod), undefined, 2),
  'timeline human': ({ title, manifest }: GivenPod) => `${printable(title)}\n\n${String(PodTimeline.ofManifest(manifest)).replace(/^.*\n+/, '')}\n\n`,
  'timeline json': ({ title, manifest }: GivenPod) => JSON.stringify({ workload: title, ...PodTimeline.ofManifest(manifest).toJson() as object }, undefined, 2),
  'timeline svg': ({ title, manifest }: GivenPod) => timelineSvg(title, PodTimeline.ofManifest(manifest)),
  'diagram mermaid': ({ title, pod }: GivenPod) => mermaidOf(pictureOf(title, pod)),
  'diagram svg': ({ title, pod }: GivenPod) => podSvg(pictureOf(title, pod)),
} satisfies { readonly [name: string]: View };

/** A command and a format. */
export type ViewName = keyof typeof VIEWS;

export function viewNamed(name: ViewName): View {
  return VIEWS[name];
}
