import { Part, PartPlace } from './part';
import { OtlpExporterOptions, TelemetryExporterSpec } from './telemetry-exporter';
import { toFileExporter } from '../programs/collector/file-exporter';
import { toServer } from '../programs/collector/server';
import { Section } from '../programs/collector/values';

/** An exporter, and what it delivers to: two to the same place are one too many. */
export interface ExporterPart extends Part {
  readonly target: string;
}

/** @param delivery the queue and the retries of an exporter to a server */
export function toExporter(place: PartPlace, spec: TelemetryExporterSpec, delivery: Section): ExporterPart {
  switch (spec.kind) {
    case 'otlp':
    case 'otlpHttp':
      return toOtlp(place, spec.kind, spec, delivery);
    case 'prometheus': {
      const { port = 8889 } = spec;
      const section = { endpoint: `0.0.0.0:${port}`, resource_to_telemetry_conversion: { enabled: true } };
      return { id: `prometheus/${place.number}`, section, ports: [{ number: port, name: 'prometheus' }], target: 'prometheus' };
    }
    case 'file': {
      const { path, section, mount } = toFileExporter(place.owner, spec);
      return { id: `file/${place.number}`, section, mounts: [mount], target: `file '${path}'` };
    }
    case 'debug':
      return { id: 'debug', section: { verbosity: 'normal', use_internal_logger: false }, target: 'debug' };
  }
}

function toOtlp(place: PartPlace, kind: 'otlp' | 'otlpHttp', options: OtlpExporterOptions, delivery: Section): ExporterPart {
  const { url, headers, secretHeaders, caCertificate, clientCertificate } = options;
  const { section, ...server } = toServer(place, {
    what: `exporter '${kind}'`,
    grpc: kind === 'otlp',
    url,
    headers,
    secretHeaders,
    caCertificate,
    clientCertificate,
  });
  return { ...server, section: { ...section, ...delivery }, target: `${kind} '${server.url}'` };
}
