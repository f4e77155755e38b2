import { join } from 'node:path';
import * as ts from 'typescript';
import { CodeBlock, ROOT } from './markdown';

/** What the compiler says of the blocks: each is a module of its own, all in one program, and they see the package as users do. */
export function typeCheck(blocks: CodeBlock[]): string[] {
  const files = new Map(blocks.map((block): [string, CodeBlock] => [join(ROOT, `${block.file.replace(/\W/g, '-')}-${block.line}.ts`), block]));
  const options = compilerOptions();
  const program = ts.createProgram([...files.keys()], options, hostWith(files, options));
  return [...files].flatMap(([path, block]) => {
    const source = program.getSourceFile(path)!;
    const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return diagnostics.map(({ start, messageText }) => {
      const { line } = source.getLineAndCharacterOfPosition(start!);
      return `${block.file}:${block.line + 1 + line} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(ROOT, 'test/tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, 'test'));
  return {
    ...options,
    configFilePath: undefined,
    paths: { 'cdk8s-pod-patterns': [join(ROOT, 'src/index.ts')] },
    types: ['node'],
    moduleDetection: ts.ModuleDetectionKind.Force,
    isolatedModules: false,
    // An example ends where it has shown what it is about.
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
}

function hostWith(blocks: Map<string, CodeBlock>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    fileExists: (path) => blocks.has(path) || host.fileExists(path),
    readFile: (path) => blocks.get(path)?.text ?? host.readFile(path),
    getSourceFile: (path, target) => blocks.has(path)
      ? ts.createSourceFile(path, blocks.get(path)!.text, target)
      : host.getSourceFile(path, target),
  };
}
