package dev.escriba.schema.control;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;

/**
 * Locks rows without waiting. A frozen node may hold the lock of a row for long. A job uses this class, so that such a
 * row does not hold up the rest of the job. The rows stay locked until the end of the transaction.
 */
public final class FreeRows {

    private FreeRows() {}

    /**
     * Locks those of the selected rows that no other transaction has locked.
     *
     * @param select a native statement without a locking clause, of one table
     * @param parameters its parameters by position, from 1 on
     * @return the selected columns of the locked rows
     */
    public static List<?> lock(EntityManager entities, String select, Object... parameters) {
        return rows(entities, select + " for update skip locked", parameters);
    }

    /**
     * Locks the selected rows.
     *
     * @return whether all of them are locked now; then the caller can change them without waiting
     */
    public static boolean lockAll(EntityManager entities, String select, Object... parameters) {
        int selected = rows(entities, select, parameters).size();
        return selected == 0 || lock(entities, select, parameters).size() == selected;
    }

    private static List<?> rows(EntityManager entities, String select, Object... parameters) {
        Query query = entities.createNativeQuery(select);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.getResultList();
    }
}
