/** A word of a command. */
export interface Word {
  /** Without its quotes. What the shell puts in stays as it is written: `$NAME`, `$(date)`. */
  readonly text: string;
  /** Whether the shell replaces it by names of files. */
  readonly isGlob: boolean;
  readonly isQuoted: boolean;
  /** The commands in its `$(…)`. */
  readonly commands: readonly Node[];
}

export interface Redirection {
  /** `>`, `>>`, `<` and so on. */
  readonly operator: string;
  /** The number in front of it, or nothing. */
  readonly number: string;
  readonly target: Word;
}

/** A text in a script, between `<<WORD` and a line that is WORD. */
export interface HereDocument {
  readonly word: string;
  readonly lines: readonly string[];
  /** Whether the line that ends it is there. */
  readonly isClosed: boolean;
  /** Whether a line is, but for blanks in front of it. */
  readonly isIndented: boolean;
}

interface Common {
  readonly redirections: readonly Redirection[];
  /** What is between this command and the next one; empty at the end. */
  readonly operator: string;
}

/** Assignments are the first words. */
export interface SimpleNode extends Common {
  readonly kind: 'simple';
  readonly words: readonly Word[];
}

export interface LoopNode extends Common {
  readonly kind: 'while' | 'until' | 'for';
  /** What `for` goes through, and in which variable. */
  readonly variable: string;
  readonly list: readonly Word[];
  readonly condition: readonly Node[];
  readonly body: readonly Node[];
}

/** Commands in braces, parentheses, or behind `if` and `case`. */
export interface GroupNode extends Common {
  readonly kind: 'group';
  /** Those whose result is asked for. */
  readonly tested: readonly Node[];
  readonly body: readonly Node[];
}

export interface FunctionNode extends Common {
  readonly kind: 'function';
  readonly name: string;
  readonly body: readonly Node[];
}

export type Node = SimpleNode | LoopNode | GroupNode | FunctionNode;

/** What only bash and its like can read. */
export type BashOnly = 'an array' | '<<<' | 'a process substitution' | '[[' | 'the word function';
