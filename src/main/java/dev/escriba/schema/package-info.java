/**
 * Schema: Flyway migrates the tables before anything else starts. H2 and PostgreSQL share the migrations, except for
 * triggers. It calls only {@code settings}.
 */
package dev.escriba.schema;
