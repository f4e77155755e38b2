import { Size } from 'cdk8s';

/**
 * How many clients and headers a proxy accepts, so that its memory is sufficient.
 */
export interface ProxyLimits {
  /**
   * Clients that are served at a time: connections that are in use, and by HTTP/2 requests. An ambassador counts them on each of its local ports.
   * More wait or are refused; the probes of the proxy are answered all the same.
   *
   * @default - as many as fit into the memory limit of the container; 1000 where it has none
   */
  readonly maxClients?: number;

  /**
   * The size limit of all headers of a request together, and of those of a response. From 4 KiB to 1 MiB. Requests above it are refused, for
   * responses above it clients get status 502. The proxy then has room for fewer clients.
   *
   * @default Size.kibibytes(32)
   */
  readonly maxHeaderSize?: Size;
}
