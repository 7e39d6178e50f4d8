{{- define "sourcier.name" -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "sourcier.selector" -}}
app.kubernetes.io/name: sourcier
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "sourcier.labels" -}}
{{ include "sourcier.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "sourcier.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}
{{- end }}

{{/* One process: root, component (api, worker), arguments, settings (replicas, resources), probe (path of readiness). */}}
{{- define "sourcier.deployment" -}}
{{- $root := .root -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "sourcier.name" $root }}-{{ .component }}
  labels: {{- include "sourcier.labels" . | nindent 4 }}
spec:
  {{- if not .autoscaled }}
  replicas: {{ .settings.replicas }}
  {{- end }}
  selector:
    matchLabels: {{- include "sourcier.selector" . | nindent 6 }}
  strategy:
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  template:
    metadata:
      labels: {{- include "sourcier.labels" . | nindent 8 }}
      annotations:
        checksum/config: {{ $root.Values.config | toJson | sha256sum }}
        {{- with $root.Values.podAnnotations }}{{ toYaml . | nindent 8 }}{{ end }}
    spec:
      serviceAccountName: {{ include "sourcier.name" $root }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      # More than the process gives itself to end in order.
      terminationGracePeriodSeconds: 40
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        seccompProfile: { type: RuntimeDefault }
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "sourcier.selector" . | nindent 14 }}
      containers:
        - name: {{ .component }}
          image: {{ include "sourcier.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: {{ toJson .arguments }}
          ports: [{ name: http, containerPort: 3210 }]
          envFrom: [{ configMapRef: { name: {{ include "sourcier.name" $root }} } }]
          env:
            {{- range $setting, $key := $root.Values.secret.keys }}
            - { name: {{ $setting }}_FILE, value: /run/secrets/sourcier/{{ $key }} }
            {{- end }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          startupProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 5
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /health/live, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: /health/ready, port: http }
            periodSeconds: 5
            timeoutSeconds: 5
          {{- if .drain }}
          # Whoever sends requests hears first that this one ends.
          lifecycle:
            preStop: { sleep: { seconds: 5 } }
          {{- end }}
          resources: {{- toYaml .settings.resources | nindent 12 }}
          volumeMounts:
            - { name: data, mountPath: /data }
            - { name: tmp, mountPath: /tmp }
            - { name: secrets, mountPath: /run/secrets/sourcier, readOnly: true }
      volumes:
        - name: data
          emptyDir: { sizeLimit: {{ $root.Values.scratch.data }} }
        - name: tmp
          emptyDir: { sizeLimit: {{ $root.Values.scratch.tmp }} }
        - name: secrets
          secret: { secretName: {{ $root.Values.secret.name }}, defaultMode: 0440 }
      {{- with $root.Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $root.Values.affinity }}
      affinity: {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}

{{/* Of one component, at least one stays while nodes are drained. */}}
{{- define "sourcier.disruption" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "sourcier.name" .root }}-{{ .component }}
  labels: {{- include "sourcier.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "sourcier.selector" . | nindent 6 }}
{{- end }}
