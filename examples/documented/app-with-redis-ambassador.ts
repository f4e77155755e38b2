import { Chart, Duration } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { AmbassadorProgram, AmbassadorProxy, AppContainer, Upstream } from '../../src';

/** An app that talks to a Redis elsewhere as if it ran in the same pod. */
export class AppWithRedisAmbassador extends Chart {
  constructor(scope: Construct) {
    super(scope, 'app-with-redis-ambassador', { disableResourceNameHashes: true });

    const deployment = new Deployment(this, 'Deployment', {
      replicas: 1,
      metadata: { name: 'app-with-redis-ambassador' },
      podMetadata: { labels: { app: 'redis-ambassador-demo' } },
    });
    const app = new AppContainer(deployment, 'App', { image: 'busybox:1.36.1', command: ['sh', '-c'], args: [CLIENT] });
    const redis = new AmbassadorProxy(deployment, 'RedisAmbassador', {
      upstreams: [Upstream.redis({ host: 'redis-service' })],
      program: AmbassadorProgram.envoy({ reportInterval: Duration.seconds(15) }),
      configMapName: 'redis-proxy-config',
    });
    redis.endpoint.provideTo(app.container, { host: 'REDIS_HOST', port: 'REDIS_PORT' });
  }
}

// Each command is an array of strings with their lengths.
const CLIENT = `trap exit TERM
redis() {
  {
    printf '*%d\\r\\n' $#
    for word; do printf '$%d\\r\\n%s\\r\\n' \${#word} "$word"; done
    sleep 1
  } | nc "$REDIS_HOST" "$REDIS_PORT" | tr -d '\\r' | tail -n 1
}
i=0
while true; do
  i=$((i + 1))
  echo "SET: $(redis SET message "hello $i")"
  echo "GET: $(redis GET message)"
  sleep 3 & wait $!
done
`;
