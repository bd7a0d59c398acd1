/**
 * Schema: Flyway migrates the tables before anything else starts. H2 and PostgreSQL share the migrations, except for
 * triggers and statements that lock. It calls only {@code settings}.
 *
 * <p>It also has what all stores share: instants in microseconds ({@link dev.escriba.schema.control.InstantMicros}),
 * the position at which a page of a listing ends ({@link dev.escriba.schema.control.PageCursor}), rows that no other
 * transaction has locked ({@link dev.escriba.schema.control.FreeRows}), a row that several requests create at the same
 * time ({@link dev.escriba.schema.control.CreateOnce}), and a content in parts
 * ({@link dev.escriba.schema.control.PartStream}).
 *
 * <table>
 *   <caption>Configuration</caption>
 *   <tr><td>{@code escriba.database.schema}</td><td>migrate</td><td>or validate, which changes nothing, or
 *       migrate-and-stop, which ends the run</td></tr>
 * </table>
 */
package dev.escriba.schema;
