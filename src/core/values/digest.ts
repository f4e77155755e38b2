import { createHash } from 'crypto';

/** A hash of data, as names and annotations carry it: hexadecimal digits. */
export function digest(data: unknown, digits = 16): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, digits);
}
