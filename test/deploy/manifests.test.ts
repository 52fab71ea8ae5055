import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";
import { commands } from "../../src/commands/index.ts";
import { settingsSchema } from "../../src/config/schema.ts";
import { variableNames } from "../../src/config/variables.ts";

const { graceSeconds } = settingsSchema(commands).parse({}).shutdown;
const read = (file: string): string => readFileSync(file, "utf8");

const composeFile = z.object({
  services: z.object({
    steward: z.object({
      deploy: z.object({ replicas: z.number() }),
      environment: z.record(z.string(), z.string()),
      stop_grace_period: z.string().regex(/^\d+s$/),
    }),
    postgres: z.object({ healthcheck: z.object({}) }),
    redis: z.object({ healthcheck: z.object({}), command: z.array(z.string()) }),
  }),
});

test("the cluster of the compose file is three instances that can end their commands", () => {
  const { steward, redis } = composeFile.parse(parse(read("compose.cluster.yaml"))).services;

  expect(steward.deploy.replicas).toBe(3);
  expect(Object.keys(steward.environment)).toEqual(["DATABASE_URL", "REDIS_URL"]);
  expect(Number.parseInt(steward.stop_grace_period, 10)).toBeGreaterThan(graceSeconds);
  // An evicted key would be a forgotten call.
  expect(redis.command).toContain("noeviction");
});

const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal("http") }) });
const deployment = z.object({
  kind: z.literal("Deployment"),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    strategy: z.object({ rollingUpdate: z.object({ maxUnavailable: z.number() }) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.object({
            envFrom: z.tuple([z.object({ secretRef: z.object({ name: z.string() }) })]),
            env: z.array(z.object({ name: z.string(), value: z.string() })),
            startupProbe: probe,
            readinessProbe: probe,
            livenessProbe: probe,
            lifecycle: z.object({
              preStop: z.object({ exec: z.object({ command: z.tuple([z.string(), z.string()]) }) }),
            }),
          }),
        ]),
      }),
    }),
  }),
});
const budget = z.object({
  kind: z.literal("PodDisruptionBudget"),
  spec: z.object({
    minAvailable: z.number(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
  }),
});

test("the Kubernetes manifest updates without a gap and lets commands end", () => {
  const [first, second, third] = parseAllDocuments(read("deploy/kubernetes.yaml")).map(
    (document) => document.toJS() as unknown,
  );
  const { spec } = deployment.parse(first);
  const pod = spec.template.spec;
  const [steward] = pod.containers;

  expect(spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  expect(steward.readinessProbe.httpGet.path).toBe("/readyz");
  expect(steward.livenessProbe.httpGet.path).toBe("/healthz");
  expect(spec.template.metadata.labels).toEqual(spec.selector.matchLabels);
  expect(
    steward.env
      .map(({ name }) => name)
      .filter((name) => !variableNames.some((one) => one === name)),
  ).toEqual([]);
  const [, preStopSeconds] = steward.lifecycle.preStop.exec.command;
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(Number(preStopSeconds) + graceSeconds);

  const disruption = budget.parse(second).spec;
  expect(disruption.minAvailable).toBeLessThan(spec.replicas);
  expect(disruption.selector.matchLabels).toEqual(spec.selector.matchLabels);
  expect(third).toMatchObject({ kind: "Service", spec: { selector: spec.selector.matchLabels } });
});
