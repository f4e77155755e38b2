import * as fs from 'node:fs';
import * as path from 'node:path';
import { Sink } from './show';
import { makeFolder } from '../../core/values/make-folder';
import { ShownPod } from '../showing/show-file';

type Write = (text: string) => void;

/** Texts for people, one after the other. */
export class Texts implements Sink {
  constructor(private readonly write: Write) {}

  public add({ text }: ShownPod): void {
    this.write(text);
  }

  public end(): void {}
}

/** A list in JSON. */
export class JsonList implements Sink {
  private count = 0;

  constructor(private readonly write: Write) {}

  public add({ text }: ShownPod): void {
    this.write(`${this.count++ === 0 ? '[' : ','}\n${text.replace(/^/gm, '  ')}`);
  }

  public end(): void {
    this.write(this.count === 0 ? '[]\n' : '\n]\n');
  }
}

/** Pictures: a file for each in a folder, or the only one on standard output. */
export class Pictures implements Sink {
  private readonly names = new Set<string>();
  /** Where to go on counting: very many pods may have the same title. */
  private readonly counts = new Map<string, number>();
  private first = '';
  private count = 0;

  constructor(private readonly ending: string, private readonly folder: string | undefined, private readonly write: Write) {}

  public add({ title, text }: ShownPod): void {
    if (this.count++ === 0) {
      this.first = text;
    }
    if (this.folder !== undefined) {
      this.save(this.folder, this.nameFor(title), text);
    }
  }

  /** @throws if there are several, and no folder for them */
  public end(): void {
    if (this.folder !== undefined) {
      return;
    }
    if (this.count > 1) {
      throw new Error(`there are ${this.count} pods: name a folder for their pictures with --output`);
    }
    this.write(this.first);
  }

  private save(folder: string, name: string, picture: string): void {
    try {
      makeFolder(folder);
      fs.writeFileSync(path.join(folder, name), picture);
    } catch (error) {
      throw new Error(`pictures cannot be written to '${folder}': ${(error as Error).message}`, { cause: error });
    }
    this.write(`${path.join(folder, name)}\n`);
  }

  /** @param title such as `Deployment shop/web` */
  private nameFor(title: string): string {
    const stem = title.toLowerCase().replace(/[^a-z0-9.-]+/g, '-').slice(0, 200);
    let count = this.counts.get(stem) ?? 1;
    while (this.names.has(numbered(stem, count))) {
      count++;
    }
    this.counts.set(stem, count);
    this.names.add(numbered(stem, count));
    return `${numbered(stem, count)}.${this.ending}`;
  }
}

function numbered(stem: string, count: number): string {
  return count === 1 ? stem : `${stem}-${count}`;
}
