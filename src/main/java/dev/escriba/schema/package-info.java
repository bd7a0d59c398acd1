/** Schema: the tables, brought up to date by Flyway before anything else starts; the same migrations for H2 and PostgreSQL. Knows nobody. */
package dev.escriba.schema;
