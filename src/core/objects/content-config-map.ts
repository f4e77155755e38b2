import { ApiObject, ApiObjectMetadata, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigMapData, Files, withHash } from './config-map-data';
import { objectName } from './object-name';
import { plainProperties } from './plain-rendering';
import { rename } from './reaches';
import { extend } from '../values/extend';

/** Until it has its name, for which cdk8s would make one. */
const UNNAMED = 'unnamed';

/**
 * An immutable ConfigMap with a hash of its content behind its name, and of what JSON patches and resolvers make of it. It is an object of
 * cdk8s itself, because a pod has several of them, and a ConfigMap of cdk8s-plus is two constructs.
 */
export class ContentConfigMap extends ApiObject {
  private readonly stem: string;

  constructor(scope: Construct, id: string, metadata: ApiObjectMetadata, private readonly content: ConfigMapData) {
    const name = metadata.name ?? UNNAMED;
    super(scope, id, {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: extend(metadata, { name }), immutable: true, data: content.data, binaryData: content.binaryData,
    });
    this.stem = metadata.name ?? objectName(this);
    rename(this, `${this.stem}-${content.hash}`);
  }

  public addJsonPatch(...patches: JsonPatch[]): void {
    super.addJsonPatch(...patches);
    this.toJson(); // for its new name
  }

  public toJson(): any {
    const manifest = plainProperties(this) ?? super.toJson();
    const { metadata, data, binaryData } = manifest;
    const isUnchanged = sameFiles(data, this.content.data) && sameFiles(binaryData, this.content.binaryData);
    const stem = metadata.name === this.name ? this.stem : metadata.name; // a patch may have given it another one
    rename(this, metadata.name = `${stem}-${isUnchanged ? this.content.hash : withHash(data, binaryData).hash}`);
    return manifest;
  }
}

function sameFiles(some: Files = {}, others: Files = {}): boolean {
  const names = Object.keys(some);
  return names.length === Object.keys(others).length && names.every((name) => some[name] === others[name]);
}
