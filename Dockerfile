# The image of all processes: `serve`, `serve --no-work`, `workers/main.ts` and the command line. Sources run as they are (Node strips
# the types); the pages alone are built, here and not on the server. docs/deployment.md
ARG NODE=24.21.0

FROM node:${NODE}-trixie-slim AS page
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci
COPY web web
COPY src src
COPY config config
RUN for page in web/*/vite.config.ts; do \
      node node_modules/vite/bin/vite.js build --config "$page" || exit 1; \
      name=$(basename "$(dirname "$page")"); \
      install -d "built/$name" && cp -r "web/$name/dist" "built/$name/dist"; \
    done

FROM node:${NODE}-trixie-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

FROM node:${NODE}-trixie-slim
# LibreOffice reads doc, xls and ppt and gives office documents their pages. --build-arg OFFICE=none goes without (docs/operations.md).
ARG OFFICE="libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui fonts-dejavu fonts-liberation"
RUN if [ "$OFFICE" != none ]; then \
      apt-get update && apt-get install -y --no-install-recommends $OFFICE && rm -rf /var/lib/apt/lists/*; \
    fi && \
    groupadd --gid 10001 sourcier && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data sourcier && \
    install -d -o sourcier -g sourcier -m 0700 /data
WORKDIR /app
COPY --from=packages /build/node_modules node_modules
COPY --from=page /build/built web
COPY package.json ./
COPY config config
COPY prompts prompts
COPY eval eval
COPY src src
COPY workers workers
# What belongs to root cannot be changed by what runs; only /data and /tmp are written to.
USER 10001:10001
ENV SOURCIER_DATA=/data HOST=0.0.0.0 PORT=3210 SOURCIER_LANGUAGE=fr
VOLUME /data
EXPOSE 3210
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=8"]
CMD ["src/cli/main.ts", "serve"]
