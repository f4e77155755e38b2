import { Rule } from '../../lint/rule';
import { Output } from '../output';
import { version } from '../version';
import { GithubReporter } from './github';
import { HumanReporter } from './human';
import { JsonReporter } from './json';
import { JunitReporter } from './junit';
import { Reporter } from './reporter';
import { SarifReporter } from './sarif';

export const FORMATS = ['human', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = typeof FORMATS[number];

export function reporterOf(format: Format, { write, isColored }: Output, rules: readonly Rule[]): Reporter {
  switch (format) {
    case 'human': return new HumanReporter(write, isColored);
    case 'json': return new JsonReporter(write);
    case 'sarif': return new SarifReporter(write, version(), rules);
    case 'junit': return new JunitReporter(write);
    case 'github': return new GithubReporter(write);
  }
}
