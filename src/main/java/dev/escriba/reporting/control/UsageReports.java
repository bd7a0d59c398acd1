package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.Grouping;
import dev.escriba.reporting.entity.Usage;
import dev.escriba.schema.control.InstantMicros;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Sums up the runs that succeeded, of one account or of all accounts. It reads the table of {@code transcription} and
 * writes nothing.
 */
@ApplicationScoped
public class UsageReports {

    private static final long MICROS_PER_DAY = 86_400_000_000L;

    @PersistenceContext
    EntityManager entities;

    protected UsageReports() {}

    /** For use without a container. */
    public UsageReports(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * The sums of each group that has runs, in the order of the groups.
     *
     * @param account empty for the runs of all accounts
     * @param from start of the runs, inclusive
     * @param to exclusive
     */
    @Transactional
    public List<Usage> of(Optional<String> account, Grouping grouping, Instant from, Instant to) {
        InstantMicros micros = new InstantMicros();
        String group = column(grouping);
        Query query = entities.createNativeQuery("select " + group
                        + ", count(*), sum(cast(duration_nanos as numeric(28))),"
                        + " sum(cast(prompt_tokens as numeric(28))),"
                        + " sum(cast(completion_tokens as numeric(28))), sum(prompt_cost), sum(completion_cost)"
                        // the join lets the database read the range of each account by its index
                        + " from account a join instance i on i.account_id = a.id"
                        + " where i.started_at >= ?1 and i.started_at < ?2 and i.state = 'SUCCEEDED'"
                        + (account.isPresent() ? " and a.id = ?3" : "")
                        + " group by " + group + " order by " + group)
                .setParameter(1, micros.convertToDatabaseColumn(from))
                .setParameter(2, micros.convertToDatabaseColumn(to));
        account.ifPresent(id -> query.setParameter(3, id));
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> usage(grouping, (Object[]) row)).toList();
    }

    /** A column from a closed list, never from a request. */
    private static String column(Grouping grouping) {
        return switch (grouping) {
            case DAY -> "i.started_at / " + MICROS_PER_DAY;
            case MODEL -> "coalesce(i.answered_model_id, i.model_id)";
            case USER_IDENTIFIER -> "i.user_identifier";
            case CHANNEL -> "i.channel";
            case KEY -> "i.caller";
            case ACCOUNT -> "a.id";
        };
    }

    private static Usage usage(Grouping grouping, Object[] row) {
        return new Usage(
                Optional.ofNullable(row[0]).map(group -> group(grouping, group)).orElse(null),
                null,
                ((Number) row[1]).longValue(),
                Duration.ofNanos(number(row[2]).longValueExact()),
                number(row[3]).longValueExact(),
                number(row[4]).longValueExact(),
                number(row[5]),
                number(row[6]));
    }

    private static String group(Grouping grouping, Object value) {
        return grouping == Grouping.DAY
                ? LocalDate.ofEpochDay(((Number) value).longValue()).toString()
                : value.toString();
    }

    private static BigDecimal number(Object sum) {
        return sum == null ? BigDecimal.ZERO : new BigDecimal(sum.toString());
    }
}
