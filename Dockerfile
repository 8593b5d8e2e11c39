# One image, several commands: api, worker, mail, all, migrate, organization, api-key.
# The simulated Justworks, the embedded database and the tests are not in it.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build:modal && rm -rf src/sandbox && find src migrations -name '*.test.ts' -delete

# Optional is omitted too: a compiler (24 MB) that a configuration loader would use, and a driver for another runtime.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE}
WORKDIR /app
ENV NODE_ENV=production MUSTER_HTTP_HOST=0.0.0.0 MUSTER_SMTP_HOST=0.0.0.0
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/dist ./dist
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/src ./src
USER 65534:65534
EXPOSE 4000 2525
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["node", "src/main.ts", "health"]
# A larger young generation would only hold more garbage: half of the resident memory of a large sync.
ENTRYPOINT ["node", "--max-semi-space-size=8", "src/main.ts"]
CMD ["all"]
