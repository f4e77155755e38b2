import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/** A construct of an app, with what the order of objects needs to know of it. */
export interface Vertex {
  readonly construct: IConstruct;
  readonly parent?: Vertex;
  readonly children: Vertex[];
  /** The nearest chart above it, or the construct itself where it is a chart. */
  readonly chart?: Vertex;
  readonly isObject: boolean;
  /** Its place in preorder, and that of the last construct below it. */
  readonly first: number;
  readonly last: number;
  /** What it depends on: what the user said, and for a chart also the charts that follow from that. */
  readonly dependencies: Set<Vertex>;
}

type GrowingVertex = { -readonly [Key in keyof Vertex]: Vertex[Key] };

/** All constructs of an app, read once, with their dependencies in the order in which cdk8s adds them. */
export class ConstructTree {
  /** In preorder, the app first. */
  public readonly vertices: Vertex[] = [];
  /** Whether a chart depends on another one or stands in another one: cdk8s numbers the files then. */
  public readonly hasDependentCharts: boolean;
  private readonly byConstruct = new Map<IConstruct, Vertex>();

  public constructor(app: IConstruct) {
    this.add(app);
    const crossing = this.readDependencies();
    const nested = this.connectNestedCharts();
    crossing.forEach(([source, target]) => this.connect(source, target));
    this.hasDependentCharts = crossing.length > 0 || nested;
  }

  private add(construct: IConstruct, parent?: Vertex): Vertex {
    const vertex: GrowingVertex = {
      construct,
      parent,
      children: [],
      chart: parent?.chart,
      isObject: ApiObject.isApiObject(construct),
      first: this.vertices.length,
      last: 0,
      dependencies: new Set(),
    };
    if (Chart.isChart(construct)) {
      vertex.chart = vertex;
    }
    this.vertices.push(vertex);
    this.byConstruct.set(construct, vertex);
    vertex.children = construct.node.children.map((child) => this.add(child, vertex));
    vertex.last = this.vertices.length - 1;
    return vertex;
  }

  /** Returns the charts of each dependency that leads from one chart to another. */
  private readDependencies(): [Chart, Chart][] {
    const crossing: [Chart, Chart][] = [];
    for (const { construct } of this.vertices) {
      for (const dependency of construct.node.dependencies) {
        const source = Chart.of(construct);
        const target = Chart.of(dependency);
        if (source !== target) {
          crossing.push([source, target]);
        }
        this.connect(construct, dependency);
      }
    }
    return crossing;
  }

  private connectNestedCharts(): boolean {
    const nested = this.vertices.filter(({ construct, parent }) => Chart.isChart(construct) && Chart.isChart(parent?.construct));
    nested.forEach(({ construct, parent }) => this.connect(parent!.construct, construct));
    return nested.length > 0;
  }

  /** What stands in another app takes no part in the order. */
  private connect(source: IConstruct, target: IConstruct): void {
    const vertex = this.byConstruct.get(target);
    if (vertex) {
      this.byConstruct.get(source)!.dependencies.add(vertex);
    }
  }
}
