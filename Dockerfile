FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim
# The cache of compiled code is known before the first line is read; small generations suit a bot that keeps little.
ENV NODE_ENV=production STEWARD_DATA=/data \
  NODE_COMPILE_CACHE=/app/node_modules/.cache/steward NODE_OPTIONS=--max-semi-space-size=8
WORKDIR /app
RUN mkdir /data && chown 1000:1000 /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY config ./config
COPY src ./src
# Compiled code, kept in the image: made by a start that reaches nothing, read by every later one.
RUN mkdir node_modules/.cache && chown 1000:1000 node_modules/.cache
# The user "node" of the base image, by number, so that Kubernetes can see that it is not root.
USER 1000:1000
RUN (FEISHU_APP_ID=cli_0000000000000000 FEISHU_APP_SECRET=none FEISHU_DOMAIN=http://127.0.0.1:1 \
  STEWARD_DATA=/tmp/warm-up timeout --signal=TERM 10 node src/main.ts start > /dev/null || [ $? -eq 124 ]) \
  && rm -r /tmp/warm-up
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "src/ops/healthcheck.ts"]
ENTRYPOINT ["node", "src/main.ts"]
CMD ["start"]
