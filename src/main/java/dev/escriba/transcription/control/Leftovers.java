package dev.escriba.transcription.control;

import dev.escriba.schema.control.FreeRows;
import jakarta.persistence.EntityManager;
import java.util.List;

/**
 * The rows of a table that have outlived their stored transcript: a node of the version before deletes only the
 * transcript. They are looked for in pages, because a statement that looks at the whole table would reach the time
 * limit of statements some day.
 *
 * @param table a table with a column {@code instance_id}
 * @param id the column with its primary key
 */
record Leftovers(String table, String id) {

    static final int PAGE_SIZE = 1_000;

    /** The last id of the next page after this id; this id itself where no row is left. */
    String endOfPage(EntityManager entities, String after, int size) {
        Object last = entities.createNativeQuery("select max(p.id) from (select t." + id + " as id from " + table
                        + " t where t." + id + " > ?1 order by t." + id + " fetch first " + size + " rows only) p")
                .setParameter(1, after)
                .getSingleResult();
        return last == null ? after : (String) last;
    }

    /** Locks those rows of a page that have no transcript any more, and are not locked. Returns their ids. */
    List<String> lock(EntityManager entities, String after, String end) {
        return FreeRows.lock(
                        entities,
                        "select t." + id + " from " + table + " t where t." + id + " > ?1 and t." + id + " <= ?2"
                                + " and exists (select 1 from instance i where i.id = t.instance_id"
                                + " and i.transcript_stored_at is null)",
                        after,
                        end)
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
