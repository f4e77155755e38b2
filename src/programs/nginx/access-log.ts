import { directive, NginxDirective, NginxExpression } from './words';
import { AccessLogSpec, isOnStdout, logFile } from '../access-log';

/**
 * Where lines go, and what they have.
 *
 * @param name of the format
 * @param format with variables of nginx
 */
export function accessLogs(log: AccessLogSpec, name: string, format: string): NginxDirective[] {
  const places = [logFile(log), isOnStdout(log) ? '/dev/stdout' : undefined].filter((place) => place !== undefined);
  return places.length === 0
    ? [directive('access_log', 'off')]
    : [directive('log_format', [name, new NginxExpression(format)]), ...places.map((place) => directive('access_log', [place, name]))];
}
