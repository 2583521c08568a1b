# The application, served by granian. What it needs comes from the lock, by hash; it runs as nobody's account.
FROM python:3.11.14-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /venv \
 && /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps \
      --only-binary :all: --require-hashes -r /requirements.lock

FROM python:3.11.14-slim-bookworm
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=clinic.settings GUYWIRE_ENV=production
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin guywire
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py docker/healthy.py ./
COPY clinic clinic
COPY locale locale
COPY patients patients
COPY assessments assessments
# The settings of this one step only let collectstatic start; nothing of them stays in the image.
RUN python -m compileall -q clinic patients assessments \
 && GUYWIRE_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    GUYWIRE_ALLOWED_HOSTS=build.invalid GUYWIRE_PUBLIC_URL=https://build.invalid \
    python manage.py collectstatic --no-input --verbosity 0 \
 && install -d -o guywire -m 0700 var/backups
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=20s --retries=3 CMD ["python", "healthy.py"]
CMD ["granian", "--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "4", \
     "--host", "0.0.0.0", "--port", "8000", "--log-level", "warning", "--workers-kill-timeout", "20", \
     "clinic.wsgi:application"]
