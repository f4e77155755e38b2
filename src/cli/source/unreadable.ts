/** Why a document cannot be read, and where. */
export class Unreadable extends Error {
  constructor(message: string, public readonly offset: number) {
    super(message);
  }
}
