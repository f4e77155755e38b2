import { EnvoyReverseProxyOptions, RequestThresholds } from './options';
import { at } from '../../core/values/errors';
import { checkDuration, milliseconds } from '../../core/values/quantities';
import { Section } from '../../programs/envoy/json';
import { Report, report } from '../../programs/envoy/report';
import { ReverseProxyContext } from '../reverse-proxy-context';

export const REPORT_SCRIPT = 'envoy-requests.lua';

/** The line with figures, where it is asked for. */
export function toReports({ reportInterval, warnAbove }: EnvoyReverseProxyOptions, context: ReverseProxyContext): Report[] {
  const settings = toSettings(context, warnAbove);
  if (!reportInterval && warnAbove) {
    throw new Error(`${at(context.owner)} has 'warnAbove', but no report to compare with it: set 'reportInterval'`);
  }
  return reportInterval ? [report({
    owner: context.owner,
    interval: reportInterval,
    script: REPORT_SCRIPT,
    settings,
    fields: ['seconds', 'requests', 'errors', 'error_percent', 'latency_ms', 'connections'],
    warning: 'warning',
  })] : [];
}

function toSettings({ owner }: ReverseProxyContext, { latency, errorPercent }: RequestThresholds = {}): Section {
  if (errorPercent !== undefined && !(errorPercent >= 0 && errorPercent <= 100)) {
    throw new Error(`errorPercent ${errorPercent} of ${at(owner)} is not valid: use a number from 0 to 100`);
  }
  checkDuration('latency of warnAbove', latency, owner);
  return { report: { latency_ms: latency && milliseconds(latency), error_percent: errorPercent } };
}
