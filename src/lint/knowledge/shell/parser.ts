import { BashOnly, HereDocument, Node, Redirection, Word } from './syntax';
import { WordReader } from './word-reader';

export interface Syntax {
  readonly nodes: readonly Node[];
  readonly documents: readonly HereDocument[];
  readonly bashOnly: ReadonlySet<BashOnly>;
}

/** Deeper than this, nobody reads a script. */
const DEEPEST = 60;

/** Reads the grammar of a POSIX shell. It reads on where a shell stops with an error, and never fails. */
export function parse(script: string): Syntax {
  const parser = new Parser(script);
  return { nodes: parser.list([]), documents: parser.documents, bashOnly: parser.bashOnly };
}

class Parser extends WordReader {
  private depth = 0;

  /** Commands up to one of the words, which is left. */
  public list(ends: readonly string[]): Node[] {
    const nodes: Node[] = [];
    if (++this.depth > DEEPEST) {
      this.at = this.text.length;
    }
    while (this.skipSeparators() && !ends.some((end) => this.isAt(end))) {
      const start = this.at;
      const node = this.command();
      nodes.push({ ...node, operator: this.take(/&&|\|\||\|&|;(?![;&])|[&|\n]/y) });
      if (this.at === start) {
        this.at++; // what cannot be there, such as a parenthesis
      }
    }
    this.depth--;
    return nodes;
  }

  protected substitution(): readonly Node[] {
    const nodes = this.list([')']);
    this.take(/\)/y);
    return nodes;
  }

  protected backquoted(code: string): readonly Node[] {
    const { nodes, bashOnly } = parse(code);
    bashOnly.forEach((one) => this.bashOnly.add(one));
    return nodes;
  }

  private command(): Node {
    switch (this.take(/(?:if|while|until|for|select|case|function|!|\{)(?=[\s;&|()]|$)|\(\(?/y)) {
      case '((': return this.compound({ tested: [], body: [], end: /[^\n]*?\)\)/y });
      case '(': return this.compound({ tested: [], body: this.list([')']), end: /\)/y });
      case '{': return this.compound({ tested: [], body: this.list(['}']), end: /\}/y });
      case '!': return this.negated();
      case 'if': return this.choice();
      case 'case': return this.cases();
      case 'while': return this.loop('while', this.list(['do']));
      case 'until': return this.loop('until', this.list(['do']));
      case 'for': case 'select': return this.forLoop();
      case 'function': return this.bashFunction();
      default: return this.simple();
    }
  }

  private negated(): Node {
    this.skipBlanks();
    return group([this.command()], []);
  }

  private bashFunction(): Node {
    this.bashOnly.add('the word function');
    this.skipBlanks();
    return this.definition(this.word().text);
  }

  private compound({ tested, body, end }: { readonly tested: readonly Node[]; readonly body: readonly Node[]; readonly end: RegExp }): Node {
    this.take(end);
    return { ...group(tested, body), redirections: this.redirections() };
  }

  private choice(): Node {
    const tested: Node[] = [];
    const body: Node[] = [];
    do {
      tested.push(...this.list(['then']));
      this.take(/then/y);
      body.push(...this.list(['elif', 'else', 'fi']));
    } while (this.take(/elif\b/y));
    if (this.take(/else\b/y)) {
      body.push(...this.list(['fi']));
    }
    return this.compound({ tested, body, end: /fi\b/y });
  }

  private cases(): Node {
    this.skipBlanks();
    const asked = this.word();
    this.skipSeparators();
    this.take(/in\b/y);
    const body: Node[] = [];
    while (this.skipSeparators() && !this.isAt('esac')) {
      this.take(/\(/y);
      do {
        this.skipBlanks();
        this.word();
        this.skipBlanks();
      } while (this.take(/\|/y));
      if (!this.take(/\)/y)) {
        break;
      }
      body.push(...this.list([';;', ';&', 'esac']));
      this.take(/;;&?|;&/y);
    }
    return this.compound({ tested: [simple([{ ...asked, text: '' }])], body, end: /esac\b/y });
  }

  private loop(kind: 'while' | 'until' | 'for', condition: readonly Node[], variable = '', list: readonly Word[] = []): Node {
    this.take(/do\b|\{/y);
    const body = this.list(['done', '}']);
    this.take(/done\b|\}/y);
    return { kind, variable, list, condition, body, redirections: this.redirections(), operator: '' };
  }

  private forLoop(): Node {
    this.skipBlanks();
    if (this.take(/\(\(\s*;\s*;[^\n]*?\)\)/y)) {
      this.skipSeparators();
      return this.loop('while', [simple([plainWord('true')])]);
    }
    const variable = this.take(/\(\([^\n]*?\)\)/y) ? '' : this.word().text;
    this.skipSeparators();
    const list: Word[] = [];
    if (this.take(/in\b/y)) {
      while (this.skipBlanks() && !/[;\n&|()]/.test(this.text[this.at] ?? '\n')) {
        list.push(this.word());
      }
    }
    this.skipSeparators();
    return this.loop('for', [], variable, list);
  }

  private definition(name: string): Node {
    this.skipBlanks();
    this.take(/\(\s*\)/y);
    this.skipSeparators();
    return { kind: 'function', name, body: [this.command()], redirections: [], operator: '' };
  }

  private simple(): Node {
    const words: Word[] = [];
    const redirections: Redirection[] = [...this.redirections()];
    while (this.skipBlanks() && !/[;\n&|()]/.test(this.text[this.at])) {
      const start = this.at;
      const word = this.word();
      words.push(word);
      if (words.length === 1 && !word.isQuoted && this.take(/[ \t]*\(\s*\)/y)) {
        return this.definition(word.text);
      }
      if (/^[A-Za-z_]\w*\+?=$/.test(word.text) && this.take(/\(/y)) {
        this.bashOnly.add('an array');
        this.take(/[^)]*\)?/y);
      }
      redirections.push(...this.redirections());
      if (this.at === start) {
        break;
      }
    }
    if (words[0]?.text === '[[' || (words[0]?.text === 'declare' && /^-[aA]/.test(words[1]?.text ?? ''))) {
      this.bashOnly.add(words[0].text === '[[' ? '[[' : 'an array');
    }
    return { ...simple(words), redirections };
  }

  private redirections(): Redirection[] {
    const found: Redirection[] = [];
    while (this.skipBlanks()) {
      const taken = this.take(/\d*(?:<<<|<<-?|<&|<>|<(?!\()|>>|>&|>\||>(?!\())|&>>?/y);
      const operator = taken.replace(/^\d+/, '');
      if (operator === '') {
        break;
      }
      this.skipBlanks();
      const target = this.word();
      if (operator === '<<<') {
        this.bashOnly.add('<<<');
      } else if (operator.startsWith('<<')) {
        this.await(target.text, operator === '<<-');
      }
      found.push({ operator, number: taken.slice(0, -operator.length), target });
    }
    return found;
  }
}

function group(tested: readonly Node[], body: readonly Node[]): Node {
  return { kind: 'group', tested, body, redirections: [], operator: '' };
}

function simple(words: readonly Word[]): Node {
  return { kind: 'simple', words, redirections: [], operator: '' };
}

export function plainWord(text: string): Word {
  return { text, isGlob: false, isQuoted: false, commands: [] };
}
