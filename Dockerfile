# Two stages: the first makes a virtual environment of our wheel and of pinned ones, the second only runs it.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements requirements
RUN python -m venv /opt/build \
 && /opt/build/bin/pip install --require-hashes -r requirements/build.txt \
 && /opt/build/bin/pip wheel --require-hashes --no-build-isolation --wheel-dir /wheels -r requirements/run.txt
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY data data
COPY templates templates
COPY feeds feeds
COPY registry registry
RUN /opt/build/bin/python -m hatchling build --target wheel --directory /wheels \
 && python -m venv /opt/registry \
 && /opt/registry/bin/pip install --no-deps /wheels/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/registry --create-home registry
COPY --from=build /opt/registry /opt/registry
ENV PATH=/opt/registry/bin:$PATH PYTHONUNBUFFERED=1 REGISTRY_VAR=/var/lib/registry
WORKDIR /var/lib/registry
USER registry
VOLUME /var/lib/registry
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
  "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["registry", "serve", "--host", "0.0.0.0", "--port", "8000"]
