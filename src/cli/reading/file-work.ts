/** What is done with each file by itself, in this thread or in others; the results are plain data. */
export interface FileWork<Result> {
  /** Never throws: what cannot be read is a part of the result. */
  resultOf(file: string, read: () => Uint8Array): Result;
  /** The result for a file that could not be read. */
  failed(file: string, error: Error): Result;
}
