import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { checkTemplate, checkText, namesIn, toEnvironment } from './config-template';
import { checkUrl } from '../core/plain-text/urls';
import { normalizePath } from '../core/values/errors';
import { checkGiven } from '../core/values/given';

/**
 * Options of a file that is fetched.
 */
export interface FetchedFileOptions {
  /**
   * SHA-256 checksum of the file as 64 hexadecimal digits. A file with another checksum is refused.
   */
  readonly sha256: string;

  /**
   * Certificate of the authority that signed the server's certificate, as PEM in a key of a Secret.
   *
   * @default - the authorities that the image trusts
   */
  readonly caCertificate?: kplus.SecretValue;
}

/**
 * How a file is made.
 *
 * @internal
 */
export interface ConfigFileSpec {
  readonly kind: 'text' | 'template' | 'image' | 'fetch';
  /** Below the folder of the configuration. */
  readonly path: string;
  /** Content, path in the image, or URL. */
  readonly source: string;
  readonly image?: string;
  readonly fetch?: FetchedFileOptions;
  /** Names of the environment variables that it has, and whether each can be empty. */
  readonly variables?: { readonly [name: string]: boolean };
}

/**
 * A configuration file that a `ConfigWriter` writes.
 *
 * @example
 * import { App, Chart } from 'cdk8s';
 * import * as kplus from 'cdk8s-plus-28';
 * import { AppContainer, ConfigFile, ConfigWriter } from 'cdk8s-pod-patterns';
 *
 * const chart = new Chart(new App(), 'shop');
 * const web = new kplus.Deployment(chart, 'Web');
 * const app = new AppContainer(web, 'App', { image: 'ghcr.io/acme/web:1.4.2' });
 * const config = new ConfigWriter(web, 'Config', {
 *   files: [
 *     ConfigFile.template('app.yaml', 'pod: {{POD|json}}\n'),
 *     ConfigFile.fromImage('defaults', 'ghcr.io/acme/web-config:3.1.0', '/etc/defaults'),
 *   ],
 *   values: { POD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_NAME) },
 * });
 * config.mountTo(app.container, '/etc/web');
 */
export class ConfigFile {
  /**
   * A text that is written unchanged.
   *
   * @param path of the file, below the folder of the configuration
   * @throws if the path leads out of the folder
   */
  public static text(path: string, text: string): ConfigFile {
    return new ConfigFile({ kind: 'text', path, source: checkText(path, text) });
  }

  /**
   * A text with placeholders for the values of the `ConfigWriter`: `{{NAME}}` becomes the value as it is, `{{NAME|json}}` the value as a JSON
   * string with its quotes, which YAML reads too. Placeholders within a value are not replaced.
   *
   * @param path of the file, below the folder of the configuration
   * @throws if the path leads out of the folder or a placeholder is not valid
   */
  public static template(path: string, text: string): ConfigFile {
    return new ConfigFile({ kind: 'template', path, source: checkTemplate(path, text) });
  }

  /**
   * A file of environment variables, in the format that Kubernetes 1.35 and later reads: `ConfigWriter.provideTo()` gives them to a container. A
   * shell
   * reads it too, as in `set -a; . /etc/web/app.env`. Texts may have placeholders `{{NAME}}`. The format cannot contain apostrophes: if a value has
   * one, the init container fails and names the variable.
   *
   * @param path of the file, below the folder of the configuration
   * @param variables texts by the names of the variables
   * @throws if the path leads out of the folder, there is no variable, a name or placeholder is not valid, or a text is empty or has an apostrophe
   * @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-via-file/
   */
  public static environment(path: string, variables: { [name: string]: string }): ConfigFile {
    return new ConfigFile({ kind: 'template', path, ...toEnvironment(path, variables) });
  }

  /**
   * A file or folder of an image. From Kubernetes 1.35 on, the image is mounted, so it needs no program. Before, the files are copied in a container of
   * the image, which must have a POSIX shell, `cp` and `chmod`. Links are followed inside the image.
   *
   * @param path of the file or folder, below the folder of the configuration
   * @param image the image, with a tag or digest
   * @param source absolute path in the image
   * @throws if a path is wrong or the image is empty
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#image
   */
  public static fromImage(path: string, image: string, source: string): ConfigFile {
    checkGiven(`file '${path}'`, { source }, 'source');
    if (!image) {
      throw new Error(`image that '${path}' is copied from is empty: set one`);
    }
    return new ConfigFile({ kind: 'image', path, source, image });
  }

  /**
   * A file that is fetched over HTTP or HTTPS. Redirects are followed, and the server's certificate is verified.
   *
   * @param path of the file, below the folder of the configuration
   * @param url URL without secrets, because everybody can read it in the manifest
   * @throws if the path leads out of the folder, the URL is not valid or has credentials in it, or the checksum is not valid
   */
  public static fetched(path: string, url: string, options: FetchedFileOptions): ConfigFile {
    checkGiven(`file '${path}'`, options, 'sha256');
    if (!/^[0-9a-f]{64}$/i.test(options.sha256)) {
      throw new Error(`sha256 '${options.sha256}' of '${path}' is not a checksum: give 64 hexadecimal digits, as sha256sum prints them`);
    }
    return new ConfigFile({ kind: 'fetch', path, source: checkUrl(`file '${path}'`, url, options.caCertificate), fetch: options });
  }

  private constructor(private readonly spec: ConfigFileSpec) {
    const { path } = spec;
    if (!path || path.startsWith('/') || /[\n\0]/.test(path) || path.split('/').some((part) => ['', '.', '..'].includes(part))) {
      throw new Error(`path ${JSON.stringify(path)} of a configuration file is not below its folder: write it relative, without '.', '..' and newlines`);
    }
  }

  /**
   * @internal
   */
  public _specFor(owner: Construct): ConfigFileSpec {
    return this.spec.kind === 'image' ? { ...this.spec, source: normalizePath(`source of '${this.spec.path}'`, this.spec.source, owner) } : this.spec;
  }

  /**
   * Names of the values that it needs.
   *
   * @internal
   */
  public _values(): string[] {
    return this.spec.kind === 'template' ? namesIn(this.spec.source) : [];
  }
}
