import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vm from 'node:vm';
import { Duration, Size } from 'cdk8s';
import * as ts from 'typescript';
import * as patterns from '../../src';
import { ADDRESS } from '../../src/ambassador/local-upstream';
import { CIRCUIT_BREAKER, HEALTH_CHECK, OUTLIER_DETECTION, RETRIES } from '../../src/ambassador/resolved-policies';

/** What the code puts in where a property of a struct is left out. */
const DEFAULTS: { [struct: string]: object } = {
  CircuitBreaker: CIRCUIT_BREAKER,
  OutlierDetection: OUTLIER_DETECTION,
  RetryPolicy: RETRIES,
  UpstreamAddress: ADDRESS,
  UpstreamHealthCheck: HEALTH_CHECK,
};

/** The files whose structs are all compared. */
const PLACES = ['ambassador/policies.ts', 'ambassador/upstream-options.ts'];

interface Documented { readonly property: string; readonly text: string }

/** The doc comments' defaults that are values; those that begin with a dash are sentences. */
function documentedIn(place: string): { [struct: string]: Documented[] } {
  const file = path.join(__dirname, '../../src', place);
  const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const structs = source.statements.filter(ts.isInterfaceDeclaration).filter(({ name }) => name.text !== 'RateLimit').map(({ name, members }) => [name.text, members.flatMap((member) => {
    const tag = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === 'default');
    const text = ts.getTextOfJSDocComment(tag?.comment)?.trim();
    return text === undefined || text.startsWith('-') ? [] : [{ property: member.name!.getText(), text }];
  })] as const);
  return Object.fromEntries(structs.filter(([, members]) => members.length > 0));
}

const valueOf = (text: string): unknown => vm.runInNewContext(text, { Duration, Size, ...patterns });

const documented = Object.assign({}, ...PLACES.map(documentedIn)) as ReturnType<typeof documentedIn>;

test.each(Object.entries(documented))('the defaults of %s are those that its doc comments say', (struct, properties) => {
  expect(DEFAULTS[struct]).toEqual(Object.fromEntries(properties.map(({ property, text }) => [property, valueOf(text)])));
});

test('every struct with defaults in code has doc comments that say them', () => {
  expect(Object.keys(documented)).toEqual(expect.arrayContaining(Object.keys(DEFAULTS)));
});
