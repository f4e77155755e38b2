/** Why something could not be checked, with the place that this is about if it is about a file. Lines and columns count from 1. */
export interface Failure {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** An error about a place in a file. */
export class ErrorInFile extends Error {
  constructor(public readonly failure: Required<Failure>) {
    super(textOf(failure));
  }
}

export function failureOf(error: Error): Failure {
  return error instanceof ErrorInFile ? error.failure : { message: error.message };
}

/** `web.yaml:14:13`; nothing where it is about no file. */
export function whereIs({ file, line, column }: Failure): string | undefined {
  return file && `${file}:${line}:${column}`;
}

export function textOf(failure: Failure): string {
  return [whereIs(failure) ?? [], failure.message].flat().join(': ');
}
