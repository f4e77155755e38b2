import { Chart } from 'cdk8s';
import { IConstruct, IValidation } from 'constructs';
import { Carried } from '../values/carried';

/** What is wrong at synthesis. */
export type Check = () => string[];

/**
 * All that this library checks in a chart at synthesis: what users do later with cdk8s and cdk8s-plus passes no other check. cdk8s validates the
 * whole app, and again all of it for each chart that it renders: a chart is checked with the app, and when it is rendered itself.
 */
class ChartChecks implements IValidation {
  /** The chart that is being rendered. */
  private static rendered?: Chart;
  public readonly toJson: () => any[];
  public readonly checkedToJson: () => any[];
  private readonly checks: Check[] = [];

  constructor(private readonly chart: Chart) {
    this.toJson = chart.toJson;
    this.checkedToJson = () => this.render();
    chart.toJson = this.checkedToJson;
    chart.node.addValidation(this);
  }

  public add(check: Check): void {
    this.checks.push(check);
  }

  public validate(): string[] {
    const { rendered } = ChartChecks;
    return rendered === undefined || rendered === this.chart ? this.checks.flatMap((check) => check()) : [];
  }

  private render(): any[] {
    const { rendered } = ChartChecks;
    ChartChecks.rendered = this.chart;
    try {
      return this.toJson.call(this.chart);
    } finally {
      ChartChecks.rendered = rendered;
    }
  }
}

const checks = new Carried<ChartChecks>('checks');

export function checkLater(construct: IConstruct, check: Check): void {
  checks.of(Chart.of(construct), (chart) => new ChartChecks(chart)).add(check);
}

/** What renders a chart, without the checks. */
export function toJsonOf(chart: Chart): () => any[] {
  const known = checks.find(chart);
  return known?.checkedToJson === chart.toJson ? known.toJson : chart.toJson;
}
