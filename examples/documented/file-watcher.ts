import { Chart } from 'cdk8s';
import { Pod } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, SharedVolume, Sidecar } from '../../src';

/** Primitives alone: one container writes a file, another one reports each new content. */
export class FileWatcher extends Chart {
  constructor(scope: Construct) {
    super(scope, 'file-watcher', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'file-watcher' } });
    const data = new SharedVolume(pod, 'SharedData');
    new AppContainer(pod, 'Writer', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [WRITE],
      volumeMounts: [{ path: '/shared', volume: data.volume }],
    });
    new Sidecar(pod, 'Watcher', {
      image: 'busybox:1.36.1',
      command: ['sh', '-c'],
      args: [WATCH],
      volumeMounts: [{ path: '/shared', volume: data.volume, readOnly: true }],
    });
  }
}

// Renaming makes the new content appear at once, so that nobody reads half a file.
const WRITE = `trap exit TERM
i=0
while true; do
  i=$((i + 1))
  echo "Message $i" > /shared/.data.new
  mv /shared/.data.new /shared/data.txt
  echo "wrote message $i"
  sleep 5 & wait $!
done
`;

const WATCH = `trap exit TERM
last=
while true; do
  content=$(cat /shared/data.txt 2>/dev/null)
  if [ "$content" != "$last" ]; then
    echo "FILE CHANGED: $content"
    last=$content
  fi
  sleep 1 & wait $!
done
`;
