import { ApiObject, Duration, JsonPatch, Names } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Migration } from './migration';
import type { MigrationJobOptions } from './migration-job-options';
import { nameAfter } from '../core/objects/name-after';
import { metadataBeside } from '../core/objects/namespace';
import { sourceOf } from '../core/objects/reaches';
import { podOf } from '../core/pod/pod-editor';
import { KubernetesVersion } from '../core/settings/kubernetes-version';
import { digest } from '../core/values/digest';
import { at, checkDnsLabel } from '../core/values/errors';
import { checkDuration, wholeSeconds } from '../core/values/quantities';

/** With both hashes and their dashes, 63 characters. */
const LONGEST = 46;

/** A name for what is applied: with another content of the files, tool, command or database it is another one. */
export function nameOf({ owner, plan, files }: Migration, jobName?: string): string {
  if (files.content === undefined) {
    throw new Error(`migrations of ${at(owner)} are on a volume, whose content is not in the manifest, and a Job runs once per content:`
      + ' set \'version\' in MigrationSource.volume(), and another one with every change');
  }
  if (files.volume && 'emptyDir' in sourceOf(files.volume)) {
    throw new Error(`volume '${files.volume.name}' with migrations of ${at(owner)} is an emptyDir, which the Job's pod cannot share:`
      + ' use a PersistentVolumeClaim or MigrationSource.image()');
  }
  const { image, command, args, env } = plan;
  const start = checkDnsLabel('jobName', jobName ?? Names.toDnsLabel(owner, { includeHash: false }), owner, 'use another one');
  const content = [owner.node.path, files.content, files.folder, files.names, image, command, args, env];
  return `${start.slice(0, LONGEST).replace(/-+$/, '')}-${digest(content, 10)}`;
}

/** A Job without containers, in the namespace of the pod that waits for it. */
export function createJob(owner: Construct, name: string, options: MigrationJobOptions, serviceAccount?: kplus.IServiceAccount): kplus.Job {
  const { backoffLimit = 3, deadline, ttlAfterFinished } = options;
  if (!Number.isInteger(backoffLimit) || backoffLimit < 0) {
    throw new Error(`backoffLimit ${backoffLimit} of ${at(owner)} is not a valid number of pods: use a whole number from 0`);
  }
  const pod = podOf(owner);
  const job = new kplus.Job(owner, 'Job', {
    metadata: metadataBeside(pod, name),
    backoffLimit,
    activeDeadline: inSeconds(checkDuration('deadline', deadline, owner) ?? Duration.hours(1)),
    ttlAfterFinished: ttlAfterFinished && inSeconds(ttlAfterFinished),
    restartPolicy: kplus.RestartPolicy.NEVER, // a pod that failed keeps its logs
    serviceAccount,
    dockerRegistryAuth: pod.dockerRegistryAuth,
  });
  if (KubernetesVersion._for(owner)._hasPodReplacementPolicy()) {
    ApiObject.of(job).addJsonPatch(JsonPatch.add('/spec/podReplacementPolicy', 'Failed')); // never two pods at the same time
  }
  nameAfter(ApiObject.of(job), ({ spec }) => spec.template, 5);
  return job;
}

const inSeconds = (duration: Duration) => Duration.seconds(wholeSeconds(duration));
