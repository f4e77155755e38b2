import { ConstructTree, Vertex } from './construct-tree';

/** A step between constructs that many dependencies share. */
class Hop {
  public constructor(public readonly edges: readonly Step[]) {}
}

type Step = Vertex | Hop;

const NOWHERE = new Hop([]);

/**
 * The order in which cdk8s writes charts and objects: what something depends on comes first.
 *
 * cdk8s lets every object below a construct depend on every object below what that construct depends on: as many edges as there are
 * pairs. Here all pairs share two hops, so that the number of edges is that of constructs and dependencies.
 */
export class ObjectOrder {
  /** All charts, sorted. None where dependencies lead in a circle. */
  public readonly charts?: Vertex[];
  /** From an object to what it and the constructs above it depend on. */
  private readonly inherited = new Map<Vertex, Hop>();
  /** From a construct to the objects below it in its chart. */
  private readonly objects = new Map<Vertex, Hop>();
  /** Objects on both sides of a dependency, which must not lead to themselves. */
  private readonly onBothSides = new Set<Vertex>();

  public constructor(private readonly tree: ConstructTree) {
    this.charts = this.findOnBothSides() ? this.sort(tree.vertices[0])?.filter((vertex) => vertex.chart === vertex) : undefined;
  }

  /** A chart's own objects, sorted, without those of charts within it. */
  public objectsOf(chart: Vertex): Vertex[] {
    return this.sort(chart)!.filter((vertex) => vertex.isObject && vertex.chart === chart);
  }

  /** Depth first, as cdk8s does it, but without recursion. Returns undefined at a circle. */
  private sort(top: Vertex): Vertex[] | undefined {
    const sorted: Vertex[] = [];
    const finished = new Map<Step, boolean>();
    const path: { step: Step; edges: Iterator<Step> }[] = [];
    const enter = (step: Step): void => {
      finished.set(step, false);
      path.push({ step, edges: this.edgesOf(step).values() });
    };
    for (const root of this.rootsOf(top)) {
      enter(root);
      while (path.length > 0) {
        const { step, edges } = path[path.length - 1];
        const { value, done } = edges.next();
        if (done) {
          path.pop();
          finished.set(step, true);
          if (!(step instanceof Hop)) {
            sorted.push(step);
          }
        } else if (finished.get(value) === false) {
          return undefined;
        } else if (!finished.has(value) && (value instanceof Hop || isBelow(value, top))) {
          enter(value);
        }
      }
    }
    return sorted.length === top.last - top.first + 1 ? sorted : undefined;
  }

  private edgesOf(step: Step): readonly Step[] {
    if (step instanceof Hop) {
      return step.edges;
    }
    const dependencies: Step[] = [...step.dependencies];
    if (step.isObject) {
      dependencies.push(...this.onBothSides.has(step) ? this.inheritedByOneOnBothSides(step) : [this.inheritedBy(step)]);
    }
    return dependencies;
  }

  private inheritedBy(vertex: Vertex): Hop {
    return remembered(this.inherited, vertex, () => {
      const above = vertex.parent?.chart && vertex.chart !== vertex ? this.inheritedBy(vertex.parent) : NOWHERE;
      return vertex.dependencies.size === 0 ? above : new Hop([above, ...[...vertex.dependencies].map((target) => this.objectsBelow(target))]);
    });
  }

  private inheritedByOneOnBothSides(object: Vertex): Step[] {
    return scopesInChart(object).flatMap(({ dependencies }) => [...dependencies]).flatMap((target): Step[] => {
      const hop = this.objectsBelow(target);
      return target.chart === object.chart && isBelow(object, target) ? membersOf(hop).filter((member) => member !== object) : [hop];
    });
  }

  private objectsBelow(vertex: Vertex): Hop {
    return remembered(this.objects, vertex, () => new Hop([
      ...vertex.isObject ? [vertex] : [],
      ...vertex.children.filter((child) => child.chart !== child).map((child) => this.objectsBelow(child)),
    ]));
  }

  /** Returns false where that makes two objects depend on each other. */
  private findOnBothSides(): boolean {
    for (const source of this.tree.vertices) {
      for (const target of source.dependencies) {
        if (source.chart === target.chart && (isBelow(source, target) || isBelow(target, source))) {
          const shared = membersOf(this.objectsBelow(isBelow(source, target) ? source : target));
          if (source === target || shared.length > 1) {
            return false;
          }
          shared.forEach((object) => this.onBothSides.add(object));
        }
      }
    }
    return true;
  }

  /** What nothing within the same construct depends on. */
  private rootsOf(top: Vertex): Vertex[] {
    const vertices = this.tree.vertices.slice(top.first, top.last + 1);
    const targets = new Set<Step>();
    const add = (step: Step): void => {
      if (!targets.has(step)) {
        targets.add(step);
        (step instanceof Hop ? step.edges : []).forEach(add);
      }
    };
    for (const vertex of vertices) {
      vertex.dependencies.forEach(add);
      if (this.onBothSides.has(vertex)) {
        this.inheritedByOneOnBothSides(vertex).forEach(add);
      }
      if (vertex.dependencies.size > 0 && membersOf(this.objectsBelow(vertex)).some((object) => !this.onBothSides.has(object))) {
        vertex.dependencies.forEach((target) => add(this.objectsBelow(target)));
      }
    }
    const roots = vertices.filter((vertex) => !targets.has(vertex));
    // cdk8s keeps constructs in an object by path, where paths that are whole numbers come first.
    const numbered = roots.some(({ construct }) => /^\d+$/.test(construct.node.id));
    return numbered ? Object.values(Object.fromEntries(roots.map((vertex) => [vertex.construct.node.path, vertex]))) : roots;
  }
}

function isBelow(vertex: Vertex, top: Vertex): boolean {
  return top.first <= vertex.first && vertex.first <= top.last;
}

/** From the chart down to the construct. */
function scopesInChart(vertex: Vertex): Vertex[] {
  return vertex.parent && vertex.chart !== vertex ? [...scopesInChart(vertex.parent), vertex] : [vertex];
}

function membersOf(hop: Hop): Vertex[] {
  return hop.edges.flatMap((step) => step instanceof Hop ? membersOf(step) : [step]);
}

function remembered(hops: Map<Vertex, Hop>, vertex: Vertex, make: () => Hop): Hop {
  const known = hops.get(vertex);
  if (known) {
    return known;
  }
  const hop = make();
  hops.set(vertex, hop);
  return hop;
}
