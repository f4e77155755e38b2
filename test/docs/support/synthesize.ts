import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as constructs from 'constructs';
import * as ts from 'typescript';
import * as patterns from '../../../src';

const MODULES: { [name: string]: unknown } = { cdk8s, 'cdk8s-plus-28': kplus, constructs, 'cdk8s-pod-patterns': patterns };

/** Runs the code, and gives the manifests of the `chart` that it declares. What its app writes goes to a folder that is removed. */
export function synthesize(code: string): unknown[] {
  const before = process.env.CDK8S_OUTDIR;
  const outdir = mkdtempSync(join(tmpdir(), 'gallery-'));
  process.env.CDK8S_OUTDIR = outdir;
  try {
    return cdk8s.Testing.synth(run(code));
  } finally {
    rmSync(outdir, { recursive: true });
    delete process.env.CDK8S_OUTDIR;
    Object.assign(process.env, before === undefined ? {} : { CDK8S_OUTDIR: before });
  }
}

/** What the code prints, a newline behind each call. */
export function printed(code: string): string {
  const log = jest.spyOn(console, 'log').mockImplementation();
  try {
    evaluate(code);
    return log.mock.calls.map((words) => `${words.join(' ')}\n`).join('');
  } finally {
    log.mockRestore();
  }
}

function run(code: string): cdk8s.Chart {
  return evaluate(`${code}\nreturn chart;`) as cdk8s.Chart;
}

function evaluate(code: string): unknown {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  return new Function('require', 'exports', outputText)((name: string) => load(name), {});
}

function load(name: string): unknown {
  if (!(name in MODULES)) {
    throw new Error(`an example imports '${name}': use ${Object.keys(MODULES).join(', ')} only`);
  }
  return MODULES[name];
}
