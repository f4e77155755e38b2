import * as kplus from 'cdk8s-plus-28';
import { memoized } from '../values/memoized';

/** What Kubernetes chooses where no policy is named; cdk8s-plus would always write `Always`. */
export const pullPolicyOf = memoized((image: string): kplus.ImagePullPolicy => {
  const [name, digest] = image.split('@');
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? (digest ? undefined : 'latest');
  return tag === 'latest' ? kplus.ImagePullPolicy.ALWAYS : kplus.ImagePullPolicy.IF_NOT_PRESENT;
});
