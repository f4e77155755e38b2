import { Rule } from '../rule';

export const modeNotOctal: Rule = {
  id: 'mode-not-octal',
  since: '1.0.0',
  severity: 'error',
  persona: 'regular',
  needs: ['defaultMode', 'mode'],
  what: 'Finds file modes such as `755` that were meant as octal and are read as decimal.',
  why: 'A mode is a number up to 511, which is 0777 in octal: the API server rejects 644 and 755. In YAML, write `0755`; in JSON, 493.',
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/#ConfigMapVolumeSource',
  fix: 'safe',
  example: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      command: [/scripts/start.sh]
      volumeMounts:
        - name: scripts
          mountPath: /scripts
  volumes:
    - name: scripts
      configMap:
        name: web-scripts
        defaultMode: 755
`,
  instead: `
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      command: [/scripts/start.sh]
      volumeMounts:
        - name: scripts
          mountPath: /scripts
  volumes:
    - name: scripts
      configMap:
        name: web-scripts
        defaultMode: 493 # 0755
`,

  checkPod(pod, report) {
    for (const volume of pod.volumes) {
      const sources = [...['configMap', 'secret', 'projected', 'downwardAPI'].map((kind) => volume.at(kind)),
        ...volume.at('projected', 'sources').items.flatMap((source) => source.fields)];
      const modes = sources.flatMap((source) => [source.at('defaultMode'), ...source.at('items').items.map((item) => item.at('mode'))]);
      for (const mode of modes.filter(({ number }) => number !== undefined && number > 0o777)) {
        const octal = /^[0-7]{3}$/.test(String(mode.number)) ? parseInt(String(mode.number), 8) : undefined;
        report({
          at: mode,
          message: `mode ${mode.number} is above 511, which is 0777 in octal`,
          help: octal === undefined ? 'use a mode from 0 to 0777' : `write 0${mode.number} in YAML, or ${octal}`,
          fix: octal === undefined ? undefined : [{ set: mode, to: octal }],
        });
      }
    }
  },
};
