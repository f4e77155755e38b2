import { Rule } from '../rule';

export const nginxLogFormatUndefined: Rule = {
  id: 'nginx-log-format-undefined',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['ConfigMap'],
  what: 'Finds nginx configurations in ConfigMaps that use a log format before it is defined.',
  why: 'The server refuses the configuration (`unknown log format`) and exits, so the pod never becomes ready.',
  source: 'https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format',
  example: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  nginx.conf: |
    events {}
    http {
      access_log /var/log/nginx/access.log main;
      log_format main '$remote_addr "$request" $status';
    }
`,
  instead: `
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  nginx.conf: |
    events {}
    http {
      log_format main '$remote_addr "$request" $status';
      access_log /var/log/nginx/access.log main;
    }
`,

  checkObject(object, report) {
    for (const file of object.kind === 'ConfigMap' ? object.at('data').fields.filter((field) => field.ask(logsAccess)) : []) {
      const text = file.text!.replace(/#[^\n]*/g, '');
      for (const { 1: name, index } of text.matchAll(/\baccess_log\s+(?!off\b)[^\s;]+\s+([\w-]+)(?=[\s;])/g)) {
        const defined = name === 'combined' ? 0 : text.search(new RegExp(`\\blog_format\\s+${name}\\b`));
        // a part of a configuration may use what another part defines
        const mayBeIncluded = !file.ask(isWhole) || /\binclude\s+(?!\S*mime\.types)/.test(text.slice(0, index));
        if (defined > index || (defined < 0 && !mayBeIncluded)) {
          report({
            at: file,
            message: `${file.key} uses log format '${name}' ${defined > index ? 'before it is defined' : 'and does not define it'}`,
            help: `put 'log_format ${name} …;' in front of it`,
          });
        }
      }
    }
  },
};

function logsAccess(text: unknown): boolean {
  return typeof text === 'string' && text.includes('access_log');
}

function isWhole(text: unknown): boolean {
  return /^[ \t]*http\s*\{/m.test(String(text));
}
