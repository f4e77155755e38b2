import * as fs from 'node:fs';
import * as path from 'node:path';
import { describePrograms, Program } from './programs';

/** What scripts of an image find in their PATH. */
export interface Tools {
  /** Those of busybox if that is the shell, else programs of their own. */
  readonly own?: readonly string[];
  /** Applets of busybox, whatever the shell is. */
  readonly ofBusybox?: readonly string[];
  /** Programs of their own, whatever the shell is. */
  readonly others?: readonly string[];
}

/** A shell, and the programs that it finds. */
export class Toolbox {
  constructor(public readonly shell: string, public readonly programs: { readonly [name: string]: Program }) {}

  /** Makes a folder that is a PATH of these programs alone; gives the shell in it. */
  public install(folder: string): Program {
    fs.mkdirSync(folder);
    const installed = Object.entries(this.programs).map(([name, program]) => [name, program.linkAs(path.join(folder, name))] as const);
    return Object.fromEntries(installed).sh;
  }
}

/** The same tests for each shell that an image may have; `%s` in the title is the shell. */
export function describeShells(title: string, tools: Tools, tests: (box: Toolbox) => void, shells = ['busybox', 'dash']): void {
  for (const shell of shells) {
    const sources = { ...sourcesOf(tools, shell), sh: shell };
    describePrograms(Object.values(sources), title.replace('%s', shell), (found) => {
      tests(new Toolbox(shell, Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, found[source]]))));
    });
  }
}

function sourcesOf({ own = [], ofBusybox = [], others = [] }: Tools, shell: string): { [name: string]: string } {
  // Debian's awk is mawk, unless something else was installed.
  const sourceOf = (name: string) => shell === 'busybox' ? 'busybox' : name === 'awk' && shell === 'dash' ? 'mawk' : name;
  return Object.fromEntries([
    ...own.map((name) => [name, sourceOf(name)]),
    ...ofBusybox.map((name) => [name, 'busybox']),
    ...others.map((name) => [name, name]),
  ]);
}
