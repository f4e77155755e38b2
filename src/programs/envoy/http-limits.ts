import { Section } from './json';
import { CheckedLimits } from '../checked-limits';

/** Headers of a message, whose size is limited by itself. */
export const HEADERS = 1000;

/** Envoy's own would let one connection fill the memory. */
export const HTTP2: Section = { max_concurrent_streams: 100, initial_stream_window_size: 65_536, initial_connection_window_size: 1_048_576 };

/** How much is read ahead on a connection whose other side is slower. */
export const BUFFER = 32_768;

export function responseLimits({ headerKibibytes }: CheckedLimits): Section {
  return { max_headers_count: HEADERS, max_response_headers_kb: headerKibibytes };
}
