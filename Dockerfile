# One process: webhooks, dashboard and worker. Sandboxes need a Docker engine: mount its socket, or set DOCKER_HOST.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma ./prisma
COPY src ./src
RUN npm ci
# Of the optional packages only SQLite's driver for this machine is needed; of Prisma's query compilers only SQLite's.
RUN mv node_modules/@libsql/linux-*-gnu /tmp/ \
 && npm prune --omit=dev --omit=optional \
 && mv /tmp/linux-*-gnu node_modules/@libsql/ \
 && find node_modules/@prisma/client/runtime -name 'query_compiler_*' ! -name '*sqlite*' -delete \
 && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete

FROM node:24-slim
RUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY app.yml package.json .env.example ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/src ./src
# Not root. Whoever runs it adds the user to the group of the engine's socket: compose.yaml by DOCKER_GID.
RUN install -d -o node -g node .nightwatch
USER node
# What set-up saves lies with the data, on a volume.
ENV NODE_ENV=production HOST=0.0.0.0 ENV_FILE=/app/.nightwatch/.env
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
