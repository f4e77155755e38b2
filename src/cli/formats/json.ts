import { Reporter, Write } from './reporter';
import { Finding, Place } from '../../lint/finding';
import { Failure } from '../failure';

/** One object with `findings` and `failures`, for programs. */
export class JsonReporter implements Reporter {
  private readonly failures: Failure[] = [];
  private count = 0;

  constructor(private readonly write: Write) {
    write('{\n"findings": [');
  }

  public add(findings: readonly Finding[], failures: readonly Failure[]): void {
    this.failures.push(...failures);
    findings.forEach((finding) => this.write(`${this.count++ > 0 ? ',' : ''}\n${JSON.stringify(toJson(finding))}`));
  }

  public end(): void {
    this.write(`\n],\n"failures": ${JSON.stringify(this.failures)}\n}\n`);
  }
}

function toJson({ rule, severity, message, help, container, place, related, fix, minors }: Finding): object {
  return {
    rule,
    severity,
    message,
    help,
    ...placeToJson(place),
    ...container === undefined ? {} : { container },
    ...minors ? { kubernetes: minors.map((minor) => `1.${minor}`) } : {},
    ...related.length > 0 ? { related: related.map((other) => ({ message: other.message, ...placeToJson(other) })) } : {},
    ...fix ? { fix: fix.safe ? 'safe' : 'unsafe' } : {},
  };
}

/** The path is one of the document: that of a List's object starts with `items`. */
function placeToJson({ object, origin, path, region, template }: Place): object {
  const { file, construct, document, prefix = [] } = origin;
  return { object, file, construct, document, path: [...prefix, ...path], ...region, template };
}
