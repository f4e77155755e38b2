import * as kplus from 'cdk8s-plus-28';
import { LogOutput, LogShipper, SidecarLoggedApp } from '../../src';
import { newChart } from '../support/workloads';

test.each(['fluentBit', 'openTelemetryCollector'] as const)('fails when the certificate of an authority is in another namespace, for %s', (name) => {
  const chart = newChart();
  const secret = new kplus.Secret(chart, 'Ca', { metadata: { name: 'ca', namespace: 'other' } });
  const shipper = LogShipper[name]({ outputs: [LogOutput.loki({ url: 'https://loki:3100', caCertificate: { secret, key: 'ca.crt' } })] });
  expect(() => new SidecarLoggedApp(chart, 'Web', { image: 'web:1', logFiles: ['/var/log/app/*.log'], shipper }))
    .toThrow(/secret 'ca' of 'shop\/Web\/.*' is in namespace 'other', its pod in 'default'/);
});
