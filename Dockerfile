# Two stages: build with everything, run with almost nothing.
FROM rust:1.95-bookworm AS build
WORKDIR /build
# postgres-tls and s3 build OpenSSL from source: perl and make are in this image.
ENV CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0

# The dependencies first, against an empty program, so that a change of src/ does not build them again.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src \
 && echo 'fn main() {}' > src/main.rs \
 && touch src/lib.rs \
 && cargo build --release --features postgres-tls,s3,smtp-tls --locked \
 && rm -r src

# Then the program. cargo goes by the time of change, and the empty program is newer than a checked-out file may be.
# No folder of build results is shared between builds: an image must never hold an old set of migrations.
COPY build.rs ./
COPY migrations migrations
COPY demo demo
COPY src src
RUN touch src/lib.rs src/main.rs \
 && cargo build --release --features postgres-tls,s3,smtp-tls --locked \
 && ./target/release/kenes --version

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 10001 kenes \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin kenes \
 && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /build/target/release/kenes /usr/local/bin/kenes

# SSL_CERT_*: the OpenSSL inside was built from source and would not look where Debian keeps its certificates.
ENV KENES_DATA=/data \
    KENES_LISTEN=0.0.0.0:8080 \
    KENES_LOG_FORMAT=json \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    SSL_CERT_DIR=/etc/ssl/certs
# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM

# bash can open a connection itself, so no curl has to be installed, kept and patched for this. /readyz and not /healthz:
# what asks for this (compose's depends_on, a proxy choosing containers) wants to know whether requests are served.
# Where a container is killed for being unhealthy, use a probe of /healthz instead.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/bin/bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${KENES_LISTEN##*:}\" && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [[ $status == 200 ]]"]

ENTRYPOINT ["kenes"]
CMD ["serve"]
