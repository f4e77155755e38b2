import * as fc from 'fast-check';
import { AmbassadorProgram } from '../../src';
import { nginxUpstream } from '../ambassador/support/arbitrary';
import { LocalProxy, said } from '../ambassador/support/local-proxy';
import { render } from '../ambassador/support/render';
import { describeProgram } from '../support/programs';

describeProgram('nginx with stream', 'nginx as an ambassador', (nginx) => {
  test('accepts every configuration without a warning', () => {
    const upstreams = fc.array(fc.constant(0), { minLength: 1, maxLength: 8 })
      .chain((list) => fc.tuple(...list.map((_, number) => nginxUpstream(`upstream-${number}`, 20_000 + number))));
    fc.assert(fc.property(upstreams, (some) => {
      const proxy = new LocalProxy(nginx, render({ program: AmbassadorProgram.nginx(), upstreams: some }));
      try {
        proxy.write('tmp/names.conf', 'resolver 127.0.0.1 valid=5s ipv6=off;\nmap $pid $namespace_domain { default ".a"; }\nmap $pid $cluster_domain { default ".b"; }\n');
        proxy.write('tmp/listen.conf', '');
        expect(said(nginx, ['-t', '-q', '-c', `${proxy.folder}/nginx.conf`, '-e', 'stderr'])).toBe('');
      } finally {
        proxy.discard();
      }
    }), { numRuns: 40 });
  }, 60_000);
});
