import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Pod, Probe } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AppContainer, SecurityBaseline, Sidecar } from '../../src';

/** nginx with a liveness probe, and a sidecar that logs whether it answers. */
export class AppWithHealthSidecar extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-health-sidecar', { disableResourceNameHashes: true });

    const pod = new Pod(this, 'Pod', { metadata: { name: 'app-with-health-sidecar' } });
    new AppContainer(pod, 'App', {
      image: 'nginx:1.29.4',
      ports: [{ number: 80 }],
      writablePaths: ['/var/cache/nginx', '/run'],
      security: SecurityBaseline.restricted({ user: 101 }),
      liveness: Probe.fromHttpGet('/', { port: 80, initialDelaySeconds: Duration.seconds(5), periodSeconds: Duration.seconds(5) }),
    });
    new Sidecar(pod, 'HealthMonitor', {
      image: 'curlimages/curl:8.16.0',
      command: ['sh', '-c'],
      args: [MONITOR],
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
      },
    });
  }
}

// curl writes the code 000 when nothing answers.
const MONITOR = `trap exit TERM
while true; do
  code=$(curl -s -o /dev/null -m 5 -w '%{http_code}' http://localhost:80)
  case $code in
    2*|3*) state=healthy ;;
    000) state=unhealthy code='no answer' ;;
    *) state=unhealthy ;;
  esac
  echo "$(date -u +%Y-%m-%dT%H:%M:%SZ) $state ($code)"
  sleep 10 & wait $!
done
`;
