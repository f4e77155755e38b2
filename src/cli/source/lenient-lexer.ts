import { Lexer } from 'yaml';

/** What of `Lexer` is private to it. */
interface QuotedScalars {
  indentNext: number;
  parseQuotedScalar(): Generator<string>;
}

const { parseQuotedScalar } = Lexer.prototype as unknown as QuotedScalars;

/** Reads quoted text over several lines as kubectl does: its lines may be indented as little as they like. */
export class LenientLexer extends Lexer {
}

Object.assign(LenientLexer.prototype, {
  * parseQuotedScalar(this: QuotedScalars) {
    const { indentNext } = this;
    this.indentNext = 0;
    const state = yield* parseQuotedScalar.call(this);
    this.indentNext = indentNext;
    return state;
  },
});
