import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ContainerPlan } from './container-plan';
import { outOfTree } from '../objects/reaches';
import { at, kebabCase, normalizePath } from '../values/errors';
import { memoized } from '../values/memoized';

const WRITABLE_PATH_LIMIT = Size.mebibytes(100);

/** Folders that a container writes to although its root file system is read-only. */
export function writableMounts(owner: Construct, plan: ContainerPlan): kplus.VolumeMount[] {
  const slugs = new Set<string>();
  return (plan.writablePaths ?? []).map((path) => {
    const slug = slugOf(normalizePath('writable path', path, owner));
    if (slug === '' || slugs.has(slug)) {
      throw new Error(`writable path '${path}' in ${at(owner)} needs a volume whose name is taken: leave it out, or mount a volume there yourself`);
    }
    slugs.add(slug);
    const name = `${plan.name}-${slug}`;
    return { path, volume: outOfTree(kplus.Volume.fromEmptyDir(owner, `Writable-${slug}`, name, { sizeLimit: WRITABLE_PATH_LIMIT })) };
  });
}

/** The part of a path in the name of its volume. */
const slugOf = memoized((path) => kebabCase(path).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, ''));
