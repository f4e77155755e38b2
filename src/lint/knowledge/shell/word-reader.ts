import { BashOnly, HereDocument, Node, Word } from './syntax';

/** What a word is put together from. */
interface Parts {
  text: string;
  isGlob: boolean;
  isQuoted: boolean;
  readonly commands: Node[];
}

/** Reads the words of a shell script, its blanks and comments, and its here-documents. */
export abstract class WordReader {
  public readonly documents: HereDocument[] = [];
  public readonly bashOnly = new Set<BashOnly>();
  protected at = 0;
  private awaited: { readonly word: string; readonly stripsTabs: boolean }[] = [];

  constructor(protected readonly text: string) {}

  /** Reads the commands of `$(`, and the parenthesis behind them. */
  protected abstract substitution(): readonly Node[];

  /** What a sticky pattern matches here; empty if it does not. */
  protected take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    if (found === '\n') {
      this.readDocuments();
    }
    return found;
  }

  protected isAt(end: string): boolean {
    return this.text.startsWith(end, this.at) && (!/\w$/.test(end) || /[\s;&|()<>]|^$/.test(this.text.charAt(this.at + end.length)));
  }

  /** Goes to the next word or operator of the line, and says whether there is more of the script. */
  protected skipBlanks(): boolean {
    this.take(/(?:[ \t\r]|\\\n)*(?:#[^\n]*)?/y);
    return this.at < this.text.length;
  }

  protected skipSeparators(): boolean {
    while (this.skipBlanks() && this.take(/\n|;(?![;&])/y)) {
      // what is between commands
    }
    return this.at < this.text.length;
  }

  /** The text of a here-document follows the line. */
  protected await(word: string, stripsTabs: boolean): void {
    this.awaited.push({ word, stripsTabs });
  }

  protected word(): Word {
    const parts: Parts = { text: '', isGlob: false, isQuoted: false, commands: [] };
    for (let char = this.text[this.at]; char !== undefined && !this.endsWord(char); char = this.text[this.at]) {
      this.part(char, parts);
    }
    return parts;
  }

  private endsWord(char: string): boolean {
    const isProcess = /[<>]/.test(char) && this.text[this.at + 1] === '(';
    return /[\s;&|()<>]/.test(char) && !isProcess;
  }

  private part(char: string, parts: Parts): void {
    switch (char) {
      case "'":
        parts.isQuoted = true;
        parts.text += this.take(/'[^']*'?/y).replace(/^'|'$/g, '');
        return;
      case '"':
        parts.isQuoted = true;
        return this.doubleQuoted(parts);
      case '\\': {
        const escaped = this.take(/\\[^]?/y).slice(1);
        parts.isQuoted ||= escaped !== '\n';
        parts.text += escaped === '\n' ? '' : escaped;
        return;
      }
      case '$': case '`':
        return this.expansion(parts);
      case '<': case '>':
        this.bashOnly.add('a process substitution');
        return this.nested(parts, 2);
      default: {
        const text = this.take(/[^\s;&|()<>'"\\$`]+/y);
        parts.isGlob ||= /[*?[]/.test(text);
        parts.text += text;
      }
    }
  }

  private doubleQuoted(parts: Parts): void {
    this.at++;
    for (let char = this.text[this.at]; char !== undefined && char !== '"'; char = this.text[this.at]) {
      if (char === '$' || char === '`') {
        this.expansion(parts);
      } else if (char === '\\') {
        parts.text += this.take(/\\[^]?/y).replace(/^\\([$`"\\]|\n)/, (_, one: string) => one === '\n' ? '' : one);
      } else {
        parts.text += this.take(/[^$`"\\]+/y);
      }
    }
    this.at++;
  }

  /** It stays as it is written, and its commands are read. */
  private expansion(parts: Parts): void {
    if (this.text.startsWith('$(', this.at) && !this.text.startsWith('$((', this.at)) {
      return this.nested(parts, 2);
    }
    if (this.text[this.at] === '`') {
      const code = this.take(/`(?:[^`\\]|\\[^])*`?/y);
      parts.commands.push(...this.backquoted(code.replace(/^`|`$/g, '').replace(/\\([$`\\])/g, '$1')));
      parts.text += code;
      return;
    }
    if (this.text.startsWith("$'", this.at)) {
      parts.isQuoted = true;
      parts.text += this.take(/\$'(?:[^'\\]|\\[^])*'?/y).slice(2).replace(/'$/, '').replace(/\\([\\'"])/g, '$1');
      return;
    }
    if (this.text.startsWith('${', this.at)) {
      return this.parameter(parts);
    }
    parts.text += this.take(/\$\(\((?:[^()]|\([^()]*\))*\)\)/y) || this.take(/\$(?:\w+|[@*#?$!-])?/y);
  }

  private parameter(parts: Parts): void {
    const start = this.at;
    let open = 0;
    do {
      const taken = this.take(/\\[^]?|'[^']*'?|[{}]|[^\\'{}]+/y);
      open += taken === '{' ? 1 : taken === '}' ? -1 : 0;
    } while (this.at < this.text.length && (open > 0 || this.at === start + 1));
    const text = this.text.slice(start, this.at);
    if (/^\$\{\w+\[/.test(text)) {
      this.bashOnly.add('an array');
    }
    parts.text += text;
  }

  private nested(parts: Parts, opening: number): void {
    const start = this.at;
    this.at += opening;
    parts.commands.push(...this.substitution());
    parts.text += this.text.slice(start, this.at);
  }

  /** Commands in backquotes are a script of their own. */
  protected abstract backquoted(code: string): readonly Node[];

  private readDocuments(): void {
    const awaited = this.awaited;
    this.awaited = [];
    for (const [index, { word, stripsTabs }] of awaited.entries()) {
      this.at += index > 0 && this.text[this.at] === '\n' ? 1 : 0;
      const lines: string[] = [];
      let isClosed = false;
      while (this.at < this.text.length && !isClosed) {
        const line = this.text.slice(this.at, ((this.text.indexOf('\n', this.at) + 1) || this.text.length + 1) - 1);
        isClosed = (stripsTabs ? line.replace(/^\t+/, '') : line) === word;
        // what follows the end of the text is left, with its line break
        this.at = Math.min(this.text.length, this.at + line.length + (isClosed ? 0 : 1));
        lines.push(...isClosed ? [] : [line]);
      }
      this.documents.push({ word, lines, isClosed, isIndented: lines.some((line) => line.trim() === word) });
    }
  }
}
