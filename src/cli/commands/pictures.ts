import * as fs from 'node:fs';
import * as path from 'node:path';
import { Output } from '../output';

/** Pictures of pods: a file for each in a folder, or the only one on standard output. */
export class Pictures {
  private readonly pictures = new Map<string, string>();

  constructor(private readonly folder: string | undefined, private readonly output: Output) {}

  /** @param title such as `Deployment shop/web` */
  public add(title: string, ending: string, picture: string): void {
    const stem = title.toLowerCase().replace(/[^a-z0-9.-]+/g, '-').slice(0, 200);
    let name = `${stem}.${ending}`;
    for (let count = 2; this.pictures.has(name); count++) {
      name = `${stem}-${count}.${ending}`;
    }
    this.pictures.set(name, picture);
  }

  /** @throws if there are several, and no folder for them */
  public end(): void {
    if (this.folder === undefined) {
      if (this.pictures.size > 1) {
        throw new Error(`there are ${this.pictures.size} pods: name a folder for their pictures with --output`);
      }
      return this.pictures.forEach((picture) => this.output.write(picture));
    }
    fs.mkdirSync(this.folder, { recursive: true });
    for (const [name, picture] of this.pictures) {
      fs.writeFileSync(path.join(this.folder, name), picture);
      this.output.write(`${path.join(this.folder, name)}\n`);
    }
  }
}
