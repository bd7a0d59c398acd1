package dev.escriba.transcription.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.entity.InstanceSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Finds instances by their stored text. No index holds the texts, so one search looks at a bounded number of instances
 * for a bounded time, and tells where the next one goes on. It holds no connection from one step to the next. A node
 * runs few searches at a time, and of one account fewer.
 */
@ApplicationScoped
public class InstanceSearch {

    /** The longest text that is looked for, in code points. */
    public static final int MAX_CHARACTERS = 200;

    /** The most instances that one search looks at. */
    static final int MAX_INSTANCES = 2_000;

    /** After this time a search ends with its current step. */
    static final Duration MAX_TIME = Duration.ofSeconds(1);

    static final int MAX_SEARCHES = 4;
    static final int MAX_SEARCHES_OF_ACCOUNT = 2;

    /** A transcript has at most a million characters. */
    private static final int TEXTS_AT_A_TIME = 25;

    private static final int INSTANCES_AT_A_TIME = 200;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @Inject
    StoredInstances instances;

    LongSupplier nanoTime = System::nanoTime;

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private final Map<String, Integer> byAccount = new HashMap<>();
    private int all;

    protected InstanceSearch() {}

    /** For use without a container. */
    InstanceSearch(StoredInstances instances) {
        this.instances = instances;
    }

    /**
     * What one search has found.
     *
     * @param items the newest first
     * @param next where the next search goes on; empty where there are no further instances
     */
    public record Found(List<InstanceSummary> items, Optional<PageCursor> next) {}

    /**
     * Searches the instances that the filter selects.
     *
     * @param filter its limit is the most that are found
     * @param caller whose account is limited
     * @throws Problem 503 where the node has too many searches, 429 where the account has
     */
    public Found find(InstanceFilter filter, String text, Caller caller) {
        enter(caller.accountId());
        try {
            return find(filter, text);
        } finally {
            leave(caller.accountId());
        }
    }

    private Found find(InstanceFilter filter, String text) {
        long end = nanoTime.getAsLong() + MAX_TIME.toNanos();
        List<InstanceSummary> found = new ArrayList<>();
        Optional<PageCursor> position = filter.after();
        int seen = 0;
        while (true) {
            List<InstanceSummary> rows = instances.list(filter.at(position, INSTANCES_AT_A_TIME));
            for (int from = 0; from < rows.size(); from += TEXTS_AT_A_TIME) {
                List<InstanceSummary> step = rows.subList(from, Math.min(rows.size(), from + TEXTS_AT_A_TIME));
                Set<String> holding = instances.containing(text, stored(step));
                for (InstanceSummary row : step) {
                    position = Optional.of(new PageCursor(row.startedAt(), UUID.fromString(row.id())));
                    if (holding.contains(row.id())) {
                        found.add(row);
                        if (found.size() == filter.limit()) {
                            return new Found(found, position);
                        }
                    }
                }
                seen += step.size();
                boolean isLast = rows.size() < INSTANCES_AT_A_TIME && from + step.size() == rows.size();
                if (!isLast && (seen >= MAX_INSTANCES || nanoTime.getAsLong() - end > 0)) {
                    return new Found(found, position);
                }
            }
            if (rows.size() < INSTANCES_AT_A_TIME) {
                return new Found(found, Optional.empty());
            }
        }
    }

    private static List<String> stored(List<InstanceSummary> rows) {
        return rows.stream()
                .filter(row -> row.transcriptStoredAt() != null)
                .map(InstanceSummary::id)
                .toList();
    }

    private void enter(String account) {
        synchronized (lock) {
            if (byAccount.getOrDefault(account, 0) >= MAX_SEARCHES_OF_ACCOUNT) {
                Message message = Message.of("instance.too-many-searches", MAX_SEARCHES_OF_ACCOUNT);
                throw new Problem(429, message, Map.of(), Optional.of(RETRY_AFTER));
            }
            if (all >= MAX_SEARCHES) {
                throw Problem.busy(RETRY_AFTER);
            }
            all++;
            byAccount.merge(account, 1, Integer::sum);
        }
    }

    private void leave(String account) {
        synchronized (lock) {
            all--;
            byAccount.computeIfPresent(account, (any, count) -> count == 1 ? null : count - 1);
        }
    }
}
