import { Chart } from 'cdk8s';
import { IConstruct, IValidation } from 'constructs';
import { Carried } from '../values/carried';

/** What is wrong at synthesis. */
export type Check = () => string[];

/** All that this library checks in a chart at synthesis: what users do later with cdk8s and cdk8s-plus passes no other check. */
class ChartChecks implements IValidation {
  private readonly checks: Check[] = [];

  public add(check: Check): void {
    this.checks.push(check);
  }

  public validate(): string[] {
    return this.checks.flatMap((check) => check());
  }
}

const checks = new Carried<ChartChecks>('checks');

/** cdk8s validates the whole app again for each of its charts: a check that has nothing new to look at answers at once. */
export function checkLater(construct: IConstruct, check: Check): void {
  checks.of(Chart.of(construct), (chart) => {
    const all = new ChartChecks();
    chart.node.addValidation(all);
    return all;
  }).add(check);
}
