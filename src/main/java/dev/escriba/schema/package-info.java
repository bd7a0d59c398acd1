/**
 * Schema: Flyway migrates the tables before anything else starts. H2 and PostgreSQL share the migrations, except for
 * triggers and statements that lock. It calls only {@code settings}.
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.database.schema}</td><td>migrate</td><td>or validate, which changes nothing, or
 *       migrate-and-stop, which ends the run</td></tr>
 * </table>
 */
package dev.escriba.schema;
