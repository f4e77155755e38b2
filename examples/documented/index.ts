import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { AppWithApm } from './app-with-apm';
import { AppWithDbAmbassador } from './app-with-db-ambassador';
import { AppWithFluentd } from './app-with-fluentd';
import { AppWithHealthSidecar } from './app-with-health-sidecar';
import { AppWithLogShipper } from './app-with-log-shipper';
import { AppWithMetrics } from './app-with-metrics';
import { AppWithMetricsAdapter } from './app-with-metrics-adapter';
import { AppWithProxy } from './app-with-proxy';
import { AppWithRedisAmbassador } from './app-with-redis-ambassador';
import { AppWithTracing } from './app-with-tracing';
import { AutoInjectedDemo } from './auto-injected-demo';
import { FileWatcher } from './file-watcher';
import { FullyObservableApp } from './fully-observable-app';
import { InitDemo } from './init-demo';
import { InitRetryDemo } from './init-retry-demo';
import { LogAdapterDemo } from './log-adapter-demo';
import { LogFilterDemo } from './log-filter-demo';
import { MultiFormatLogger } from './multi-format-logger';
import { MultiInit } from './multi-init';
import { ProductionMicroservice } from './production-microservice';
import { ResilientApp } from './resilient-app';
import { ResourceMonitorDemo } from './resource-monitor-demo';
import { ResourceOptimizedSidecars } from './resource-optimized-sidecars';
import { SecureApp } from './secure-app';
import { SidecarBestPractices } from './sidecar-best-practices';
import { SidecarPod } from './sidecar-pod';
import { WebWithSidecar } from './web-with-sidecar';
import { WebappWithMigrations } from './webapp-with-migrations';
import { Webserver } from './webserver';

/** One chart for each example, named after it. */
export function documentedExamples(scope: Construct): Chart[] {
  return [
    new AppWithApm(scope),
    new AppWithDbAmbassador(scope),
    new AppWithFluentd(scope),
    new AppWithHealthSidecar(scope),
    new AppWithLogShipper(scope),
    new AppWithProxy(scope),
    new AppWithRedisAmbassador(scope),
    new AppWithTracing(scope),
    new AppWithMetrics(scope),
    new AppWithMetricsAdapter(scope),
    new AutoInjectedDemo(scope),
    new FileWatcher(scope),
    new FullyObservableApp(scope),
    new InitDemo(scope),
    new InitRetryDemo(scope),
    new LogAdapterDemo(scope),
    new LogFilterDemo(scope),
    new MultiFormatLogger(scope),
    new MultiInit(scope),
    new ProductionMicroservice(scope),
    new SecureApp(scope),
    new ResilientApp(scope),
    new ResourceMonitorDemo(scope),
    new ResourceOptimizedSidecars(scope),
    new SidecarBestPractices(scope),
    new SidecarPod(scope),
    new WebWithSidecar(scope),
    new WebappWithMigrations(scope),
    new Webserver(scope),
  ];
}
