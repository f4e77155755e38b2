import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { render } from './support/collector';
import { LogFilter, LogOutput, LogParser, OpenTelemetryCollectorOptions, SharedVolume } from '../../src';
import { newDeployment } from '../support/workloads';

const open = kplus.EnvValue.fromValue('s3cret') as any;
const value = 'x';
const volume = new SharedVolume(newDeployment(), 'Out');
const http = (options: object = {}) => LogOutput.otlpHttp({ url: 'http://a:4318', ...options });

const WRONG: { [what: string]: [OpenTelemetryCollectorOptions, string] } = {
  'no output is named': [{ outputs: [] }, "list of outputs in 'shop/Web/Logs' is empty: list one"],
  'an output is there twice': [{ outputs: [LogOutput.stdout(), LogOutput.stdout()] }, 'output stdout is listed twice'],
  'a server is there twice': [{ outputs: [http(), http({ url: 'http://a:4318/' })] }, "output otlpHttp 'http://a:4318' is listed twice"],
  'an output is unknown': [{ outputs: [LogOutput.forward({ host: 'a' })] }, "output 'forward' in 'shop/Web/Logs' is not supported by the OpenTelemetry Collector: use LogShipper.fluentBit()"],
  'an address has no scheme': [{ outputs: [http({ url: 'collector:4318' })] }, "url 'collector:4318' of output 'otlpHttp' in 'shop/Web/Logs' is not an address"],
  'an address has blanks': [{ outputs: [http({ url: 'http://a b' })] }, 'is not an address of a server'],
  'an address has credentials': [{ outputs: [http({ url: 'http://me:pass@a' })] }, 'has credentials in it, which everybody could read'],
  'an address has a query': [{ outputs: [http({ url: 'http://a?b' })] }, 'has a query or fragment'],
  'gRPC has no port': [{ outputs: [LogOutput.otlp({ url: 'http://a' })] }, 'needs a port and no path'],
  'gRPC has a path': [{ outputs: [LogOutput.otlp({ url: 'http://a:1/v1/logs' })] }, 'needs a port and no path'],
  'a certificate is given for http': [
    { outputs: [http({ caCertificate: { secret: kplus.Secret.fromSecretName(newDeployment(), 'S', 's'), key: 'ca' } })] }, "which does not use 'caCertificate'",
  ],
  'a header is there twice': [{ outputs: [http({ headers: { a: value, A: value } })] }, "header 'A' of http://a:4318 in 'shop/Web/Logs' is set twice"],
  'a header is not valid': [{ outputs: [http({ headers: { 'a b': value } })] }, "header 'a b'"],
  'the tenant is a header too': [{ outputs: [LogOutput.loki({ url: 'http://a', tenant: 't', headers: { 'x-scope-orgid': value } })] }, "header 'X-Scope-OrgID'"],
  'the tenant is the same header': [{ outputs: [LogOutput.loki({ url: 'http://a', tenant: 't', headers: { 'X-Scope-OrgID': value } })] }, "the header 'X-Scope-OrgID' are the same"],
  'a tenant is not valid': [{ outputs: [LogOutput.loki({ url: 'http://a', tenant: 'a b' })] }, "tenant 'a b' in 'shop/Web/Logs' is not valid in Loki"],
  'a password is missing': [{ outputs: [LogOutput.loki({ url: 'http://a', user: 'a' })] }, 'has a user without a password'],
  'a password is in plain text': [{ outputs: [LogOutput.loki({ url: 'http://a', user: 'a', password: open })] }, "a secret of 'shop/Web/Logs' is missing or in plain text"],
  'a header is a secret in plain text': [{ outputs: [http({ headers: { Authorization: value } })] }, "header 'Authorization' of http://a:4318 in 'shop/Web/Logs' looks like a secret"],
  'a header has a credential in plain text': [{ outputs: [http({ headers: { 'X-Auth': 'Bearer x' } })] }, "header 'X-Auth' of http://a:4318"],
  'labels contradict each other': [
    { outputs: [LogOutput.loki({ url: 'http://a', labels: { x: '1' } }), LogOutput.loki({ url: 'http://b', labels: { x: '2' } })] }, "label 'x'",
  ],
  'a label has no name': [{ outputs: [LogOutput.loki({ url: 'http://a', labels: { '': '1' } })] }, 'has no name'],
  'a file is in no folder': [{ outputs: [LogOutput.file({ path: '/out.json', volume })] }, "output file '/out.json' in 'shop/Web/Logs' is in '/'"],
  'a file is among the logs': [{ outputs: [LogOutput.file({ path: '/var/log/app/x/out.json', volume })] }, "is in '/var/log/app', where the log files are"],
  'a file is there twice': [{ outputs: [1, 2].map(() => LogOutput.file({ path: '/out/a', volume })) }, "output file '/out/a' is listed twice"],
  'rotated files are elsewhere': [{ rotatedFiles: ['/var/log/old/*.log'] }, "rotated files '/var/log/old/*.log' in 'shop/Web/Logs' are not in '/var/log/app'"],
  'rotated files cannot be followed': [{ rotatedFiles: ['old.log'] }, "log file 'old.log' in 'shop/Web/Logs' is relative"],
  'a pattern is not valid': [{ recordStart: '(' }, "pattern '(' in 'shop/Web/Logs'"],
  'a filter is not valid': [{ filters: [LogFilter.keep('[')] }, "pattern '['"],
  'a key is not valid': [{ filters: [LogFilter.redact(['a b'])] }, "redaction key 'a b'"],
  'a parser has no field': [{ parser: LogParser.regex('[a-z]+') }, 'has no named group'],
  'a time has no field': [{ parser: LogParser.json({ timeFormat: '%Y' }) }, "time format '%Y' in 'shop/Web/Logs' has no field to be read from"],
  'a time format is unknown': [{ parser: LogParser.json({ timeField: 't', timeFormat: '%s' }) }, "time format '%s' in 'shop/Web/Logs' is not understood by every shipper"],
  'a time format has words': [{ parser: LogParser.json({ timeField: 't', timeFormat: 'Jan %d' }) }, "time format 'Jan %d'"],
  'milliseconds stand alone': [{ parser: LogParser.json({ timeField: 't', timeFormat: '%S%L' }) }, "'%L' after '.' or ','"],
  'no field is added': [{ filters: [LogFilter.addFields({})] }, "filter 'addFields' in 'shop/Web/Logs' has no field"],
  'a field has no name': [{ filters: [LogFilter.removeFields([''])] }, "filter 'removeFields' in 'shop/Web/Logs' has a field without a name"],
  'the interval is zero': [{ interval: Duration.millis(0) }, "interval in 'shop/Web/Logs' is zero"],
  'the stop delay is zero': [{ stopDelay: Duration.seconds(0) }, "stop delay in 'shop/Web/Logs' is zero"],
  'the fingerprint is small': [{ fingerprintSize: Size.kibibytes(0) }, "fingerprint size in 'shop/Web/Logs' is below 1 KiB"],
};

test.each(Object.entries(WRONG))('fails when %s', (_, [options, message]) => {
  expect(() => render(['/var/log/app/*.log'], options)).toThrow(message);
});
