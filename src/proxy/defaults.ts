import { Duration } from 'cdk8s';
import { ReverseProxyProtocol } from './reverse-proxy-options';
import { ReverseProxyProgram } from './reverse-proxy-program';
import { AccessLog } from '../programs/access-log';

const STOPPING = { stopDelay: Duration.seconds(5), drainTime: Duration.seconds(10) };

export const REVERSE_PROXY = {
  ...STOPPING, program: ReverseProxyProgram.nginx(), appProtocol: ReverseProxyProtocol.HTTP, healthPath: '/healthz/proxy',
};
export const MUTUAL_TLS = { ...STOPPING, reloadInterval: Duration.seconds(30), accessLog: AccessLog.off() };
