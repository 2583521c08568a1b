#!/bin/sh
# Run once by the database container, on an empty volume: the application's role, which is no superuser
# (a superuser would pass row level security), and its database.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --set=password="$GUYWIRE_DATABASE_PASSWORD" --username=postgres --dbname=postgres <<'SQL'
CREATE ROLE guywire LOGIN NOSUPERUSER NOBYPASSRLS NOREPLICATION NOCREATEROLE NOCREATEDB PASSWORD :'password';
CREATE DATABASE guywire OWNER guywire;
SQL
