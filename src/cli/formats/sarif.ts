import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as sarif from 'sarif';
import { messageOf, Reporter, subjectOf, Write } from './reporter';
import { Repository } from './repository';
import { Finding, Place, Region } from '../../lint/finding';
import { Rule, Severity } from '../../lint/rule';
import { Failure } from '../failure';

const LEVELS: { readonly [severity in Severity]: sarif.Result.level } = { error: 'error', warning: 'warning', info: 'note' };

/** The name that SARIF suggests for the folder that the sources are in. */
const ROOT = '%SRCROOT%';

/**
 * SARIF, as GitHub's code scanning reads it.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export class SarifReporter implements Reporter {
  private readonly repository = new Repository();
  private readonly failures: Failure[] = [];
  private readonly indices: ReadonlyMap<string, number>;
  private count = 0;

  constructor(private readonly write: Write, version: string, rules: readonly Rule[]) {
    this.indices = new Map(rules.map(({ id }, index) => [id, index]));
    const driver: sarif.ToolComponent = {
      name: 'cdk8s-pod-patterns',
      version,
      informationUri: 'https://github.com/cdk8s-pod-patterns/cdk8s-pod-patterns',
      rules: rules.map(descriptorOf),
    };
    write(`{\n"$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n"version": "2.1.0",\n"runs": [{\n"tool": ${JSON.stringify({ driver })},\n`);
    const root: sarif.ArtifactLocation = { uri: pathToFileURL(path.join(this.repository.root, path.sep)).href };
    write(`"originalUriBaseIds": ${JSON.stringify({ [ROOT]: root })},\n"columnKind": "utf16CodeUnits",\n"results": [`);
  }

  public add(findings: readonly Finding[], failures: readonly Failure[]): void {
    this.failures.push(...failures);
    findings.forEach((finding) => this.write(`${this.count++ > 0 ? ',' : ''}\n${JSON.stringify(this.resultOf(finding))}`));
  }

  public end(): void {
    const invocation: sarif.Invocation = {
      executionSuccessful: this.failures.length === 0,
      toolExecutionNotifications: this.failures.map(({ file, line, column, message }) => ({
        level: 'error',
        message: { text: message },
        ...file && { locations: [{ physicalLocation: { artifactLocation: this.artifact(file), region: { startLine: line, startColumn: column } } }] },
      })),
    };
    this.write(`\n],\n"invocations": ${JSON.stringify([invocation])}\n}]\n}\n`);
  }

  private resultOf(finding: Finding): sarif.Result {
    const { rule, severity, place, related, container } = finding;
    return {
      ruleId: rule,
      ruleIndex: this.indices.get(rule),
      level: LEVELS[severity],
      message: { text: `${subjectOf(finding)}: ${messageOf(finding)}` },
      locations: [{
        ...this.locationOf(place),
        logicalLocations: [{ fullyQualifiedName: [place.object, ...container ? [container] : []].join('/'), kind: 'object' }],
      }],
      ...related.length > 0 ? { relatedLocations: related.map((other) => ({ ...this.locationOf(other), message: { text: other.message } })) } : {},
      partialFingerprints: { 'objectRulePath/v1': [place.object, rule, ...place.path].join('/') },
    };
  }

  private locationOf({ origin: { file = '' }, region }: Place): sarif.Location {
    return { physicalLocation: { artifactLocation: this.artifact(file), ...region && { region: regionOf(region) } } };
  }

  private artifact(file: string): sarif.ArtifactLocation {
    const name = this.repository.pathOf(file);
    return path.isAbsolute(name) ? { uri: pathToFileURL(name).href } : { uri: name.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
  }
}

function descriptorOf({ id, severity, what, why, source }: Rule): sarif.ReportingDescriptor {
  return {
    id,
    shortDescription: { text: what },
    fullDescription: { text: `${what} ${why}` },
    helpUri: source,
    help: { text: `${why} See ${source}`, markdown: `${why}\n\n[Source](${source})` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function regionOf({ startLine, startColumn, endLine, endColumn }: Region): sarif.Region {
  return { startLine, startColumn, endLine, endColumn };
}
