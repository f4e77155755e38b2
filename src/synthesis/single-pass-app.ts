import * as fs from 'node:fs';
import * as path from 'node:path';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { ConstructTree } from './construct-tree';
import { ManifestWriter } from './manifest-writer';
import { ObjectOrder } from './object-order';
import { toJsonOf } from '../core/objects/chart-checks';
import { plainManifest } from '../core/objects/plain-rendering';
import { makeFolder } from '../core/values/make-folder';

/** A chart with its objects, in the order in which they are written. */
interface SortedChart {
  readonly chart: Chart;
  readonly objects: ApiObject[];
}

/**
 * An App of cdk8s that validates and sorts the constructs of all charts once, while cdk8s does so again for every chart, and that renders
 * YAML only once for fields that many objects share.
 *
 * Synthesis takes time in proportion to the number of objects. Files, their names and errors are the same as those of cdk8s's App.
 * It saves time the more objects and charts there are. No pattern of this library needs it.
 *
 * @example
 * import { Chart } from 'cdk8s';
 * import { SidecarLoggedApp, SinglePassApp } from 'cdk8s-pod-patterns';
 *
 * const app = new SinglePassApp();
 * const chart = new Chart(app, 'shop');
 * new SidecarLoggedApp(chart, 'Web', { image: 'ghcr.io/acme/web:1.4.2', port: 8080, logFiles: ['/var/log/app/*.log'] });
 * app.synth();
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class SinglePassApp extends App {
  private readonly recordsMetadata: boolean;

  /**
   * @param props the properties of cdk8s's App
   */
  public constructor(props: AppProps = {}) {
    super(props);
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /**
   * Writes all manifests to the output directory.
   *
   * @throws what cdk8s throws: failed validations with the paths of their constructs, and circular dependencies
   */
  public synth(): void {
    makeFolder(this.outdir);
    validate(this);
    const tree = new ConstructTree(this);
    const charts = sortCharts(tree);
    if (!charts) {
      return super.synth(); // reports the circle
    }
    this.write(charts, tree.hasDependentCharts);
    if (this.recordsMetadata) {
      this.writeMetadata(charts);
    }
  }

  /**
   * Returns the manifests of all charts as one YAML text.
   *
   * @throws what cdk8s throws: failed validations with the paths of their constructs, and circular dependencies
   */
  public synthYaml(): string {
    validate(this);
    const charts = sortCharts(new ConstructTree(this));
    if (!charts) {
      return super.synthYaml(); // reports the circle
    }
    return new ManifestWriter().stringify(charts.flatMap(toManifests));
  }

  private write(charts: SortedChart[], numbered: boolean): void {
    const writer = new ManifestWriter();
    const save = (name: string, manifests: any[]): void =>
      fs.writeFileSync(path.join(this.outdir, name + this.outputFileExtension), writer.stringify(manifests));
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        return charts.length > 0 ? save('app', charts.flatMap(toManifests)) : undefined;
      case YamlOutputType.FILE_PER_CHART:
        return charts.forEach((sorted, index) => save(nameOf(sorted, index, numbered), toManifests(sorted)));
      case YamlOutputType.FILE_PER_RESOURCE:
        return charts.forEach((sorted) => toManifests(sorted).filter(Boolean).forEach((manifest) => save(fileOf(manifest), [manifest])));
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        return charts.forEach((sorted, index) => {
          const folder = nameOf(sorted, index, numbered);
          makeFolder(path.join(this.outdir, folder));
          sorted.objects.forEach((object) => save(path.join(folder, fileOf(object)), [toManifest(object)]));
        });
    }
  }

  private writeMetadata(charts: SortedChart[]): void {
    const resources = Object.fromEntries(charts.flatMap(({ objects }) => objects.map(({ name, node }) => [name, { path: node.path }])));
    fs.writeFileSync(path.join(this.outdir, 'construct-metadata.json'), JSON.stringify({ version: '1.0.0', resources }));
  }
}

function validate(app: App): void {
  const errors = app.node.findAll().flatMap(({ node }) => node.validate().map((error) => `[${node.path}] ${error}`));
  if (errors.length > 0) {
    throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
  }
}

/** Returns undefined where dependencies lead in a circle. */
function sortCharts(tree: ConstructTree): SortedChart[] | undefined {
  const order = new ObjectOrder(tree);
  return order.charts?.map((chart) => ({
    chart: chart.construct as Chart,
    objects: order.objectsOf(chart).map((vertex) => vertex.construct as ApiObject),
  }));
}

/** A chart may render itself in a way of its own. */
function toManifests({ chart, objects }: SortedChart): any[] {
  return toJsonOf(chart) === Chart.prototype.toJson ? objects.map(toManifest) : Object.values(chart.toJson());
}

function toManifest(object: ApiObject): any {
  return (object.toJson === object.constructor.prototype.toJson ? plainManifest(object) : undefined) ?? object.toJson();
}

function nameOf({ chart }: SortedChart, index: number, numbered: boolean): string {
  return numbered ? `${index.toString().padStart(4, '0')}-${Names.toDnsLabel(chart)}` : Names.toDnsLabel(chart);
}

/** What a file of one object is called. In a folder of its chart cdk8s takes the name before patches. */
function fileOf({ kind, metadata }: { readonly kind: string; readonly metadata: { readonly name?: string } }): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
