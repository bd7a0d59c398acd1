package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.Reconciliation.Difference;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;

/** A rule of the reconciliation: its name and the statement that selects its violations. */
record Rule(String name, String sql) {

    static final int MAX_DIFFERENCES = 100;

    /** The first violations. */
    List<Difference> violations(EntityManager entities, Object... parameters) {
        Query query = entities.createNativeQuery(sql).setMaxResults(MAX_DIFFERENCES);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return ((List<?>) query.getResultList())
                .stream().map(Object[].class::cast).map(this::difference).toList();
    }

    private Difference difference(Object[] row) {
        return new Difference(name, String.valueOf(row[0]), String.valueOf(row[1]), String.valueOf(row[2]));
    }
}
