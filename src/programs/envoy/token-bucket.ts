import { Construct } from 'constructs';
import { Section, seconds } from './json';
import { at } from '../../core/values/errors';
import { milliseconds } from '../../core/values/quantities';
import { RateLimit } from '../rate-limit';

/** Envoy fills buckets every 50 ms at most. `of` says whose it is, before the place, such as "of upstream 'api' of ". */
export function tokenBucket(owner: Construct, of: string, { requests, interval, burst }: Required<RateLimit>): Section {
  if (milliseconds(interval) < 50) {
    throw new Error(`interval of the rate limit ${of}${at(owner)} is below 50 ms, the shortest that Envoy can count in: make it longer`);
  }
  return { max_tokens: burst, tokens_per_fill: requests, fill_interval: seconds(interval) };
}
