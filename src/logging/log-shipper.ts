import { ContainerPlan } from '../private/container-plan';
import { ShipperContext } from '../private/shipper-context';
import { CustomShipperOptions, planCustom } from './custom';
import { planStream, StreamOptions } from './stream';

/**
 * The program that takes log lines out of the pod.
 */
export class LogShipper {
  /**
   * Prints every line to the sidecar's own stdout, by a POSIX script in busybox: `kubectl logs` shows them.
   *
   * Every complete line is printed once, in order, byte for byte (without NUL) behind the prefix, also of files that
   * appear later; a last line without newline waits until it is complete. What it cannot promise:
   * - A restart of the sidecar starts over: it prints again what the files still hold, and has lost what was rotated away.
   * - Rotation by rename loses nothing while a file is rotated at most once between two looks (`interval`).
   * - Copy-and-truncate repeats nothing and keeps the order, but what is written between copy and truncation is lost, and so
   *   is what stands before the old position of a file that has grown beyond it again by the next look.
   *   `exclude` the copies where a glob matches them.
   */
  public static stream(options: StreamOptions = {}): LogShipper {
    return new LogShipper((context) => planStream(options, context));
  }

  /**
   * Any other program. It finds the log files at the same paths as the app, read-only.
   */
  public static custom(options: CustomShipperOptions): LogShipper {
    return new LogShipper(() => planCustom(options));
  }

  private constructor(private readonly plan: (context: ShipperContext) => ShipperPlan) {}

  /**
   * @internal
   */
  public _plan(context: ShipperContext): ShipperPlan {
    return this.plan(context);
  }
}

/**
 * A container without its name.
 *
 * @internal
 */
export type ShipperPlan = Omit<ContainerPlan, 'name'>;
