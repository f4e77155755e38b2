/** Why a file could not be checked or mended. */
export function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory ran out: split the file, or allow more with NODE_OPTIONS=--max-old-space-size=8192' : message;
}
