package dev.escriba.transcription.control;

import dev.escriba.billing.control.PastSpenders;
import dev.escriba.schema.control.FreeRows;
import dev.escriba.security.control.Audit;
import dev.escriba.security.entity.Act;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.entity.Erasure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Erases the data of one user: transcripts, segments, peaks, answers for repeated requests, and the user identifier of
 * its instances. Holds and monthly sums keep the user identifier for as long as limits are counted with them. An
 * erasure may be repeated.
 */
@ApplicationScoped
public class Erasures {

    @Inject
    ErasureTransactions transactions;

    @Inject
    PastSpenders spenders;

    /**
     * Erases the ended instances of a user in the account of the caller, in batches. Blanks around the identifier are
     * no part of it; earlier versions stored them, so such instances are erased too. An index finds the usual spelling
     * and that of the caller. The search for the others comes last, because it takes longer.
     *
     * @param credential erases only instances of this credential
     */
    public Erasure erase(Caller caller, Optional<String> credential, String userIdentifier) {
        Set<String> spellings = new LinkedHashSet<>(List.of(userIdentifier, userIdentifier.strip()));
        long erased = 0;
        for (String user : spellings) {
            erased += eraseAll(new Selection(caller.accountId(), credential, user));
        }
        for (String user : stored(caller.accountId(), userIdentifier.strip())) {
            if (spellings.add(user)) {
                erased += eraseAll(new Selection(caller.accountId(), credential, user));
            }
        }
        long remaining = 0;
        for (String user : spellings) {
            remaining += transactions.remaining(new Selection(caller.accountId(), credential, user));
        }
        transactions.record(caller, erased, remaining);
        return new Erasure(erased, remaining);
    }

    private long eraseAll(Selection selection) {
        long erased = 0;
        for (int batch = transactions.erase(selection); batch > 0; batch = transactions.erase(selection)) {
            erased += batch;
        }
        if (selection.credential().isEmpty()) {
            while (spenders.forget(selection.accountId(), selection.userIdentifier()) > 0) {
                // in batches, to keep each transaction short
            }
        }
        return erased;
    }

    /** The stored identifiers that are this one but for the blanks around them, as Java knows blanks. */
    private List<String> stored(String accountId, String stripped) {
        List<String> spellings = new ArrayList<>();
        List<String> page = transactions.users(accountId, "");
        while (!page.isEmpty()) {
            page.stream().filter(user -> user.strip().equals(stripped)).forEach(spellings::add);
            page = transactions.users(accountId, page.get(page.size() - 1));
        }
        return spellings;
    }

    /** The instances of a user. */
    record Selection(String accountId, Optional<String> credential, String userIdentifier) {}

    /** The database operations; each is a short transaction. */
    @ApplicationScoped
    public static class ErasureTransactions {

        @PersistenceContext
        EntityManager entities;

        @Inject
        Transcripts transcripts;

        @Inject
        Audit audit;

        int pageSize = 5_000;

        /**
         * Erases one batch, without instances that wait or run, and rows that are locked. Returns how many it erased.
         */
        @Transactional
        public int erase(Selection selection) {
            List<Object> parameters = new ArrayList<>(List.of(selection.accountId(), selection.userIdentifier()));
            selection.credential().ifPresent(parameters::add);
            List<?> batch = FreeRows.lock(
                    entities,
                    "select i.id from instance i where i.account_id = ?1 and i.user_identifier = ?2"
                            + " and i.state not in ('QUEUED', 'RUNNING')"
                            + (selection.credential().isPresent() ? " and i.caller = ?3" : "")
                            + " order by i.started_at desc, i.id desc fetch first 500 rows only",
                    parameters.toArray());
            if (!batch.isEmpty()) {
                transcripts.erase(batch.stream().map(String::valueOf).toList());
            }
            return batch.size();
        }

        /**
         * The next user identifiers of an account, in the order of the database; empty where none is left. The
         * statement reads one page of the index, and the next page begins after the last user of this one, so that each
         * is short.
         *
         * @param after the last identifier of the page before; empty for the first page
         */
        @Transactional
        public List<String> users(String accountId, String after) {
            List<?> page = entities.createNativeQuery(
                            "select distinct p.user_identifier from (select i.user_identifier from instance i"
                                    + " where i.account_id = ?1 and i.user_identifier > ?2"
                                    + " order by i.account_id, i.user_identifier fetch first " + pageSize
                                    + " rows only) p order by p.user_identifier")
                    .setParameter(1, accountId)
                    .setParameter(2, after)
                    .getResultList();
            return page.stream().map(String::valueOf).toList();
        }

        /** The number of instances of the user that are not erased. */
        @Transactional
        public long remaining(Selection selection) {
            TypedQuery<Long> count = entities.createQuery(
                            "select count(i) from Instance i where i.accountId = :account and i.userIdentifier = :user"
                                    + (selection.credential().isPresent() ? " and i.caller = :caller" : ""),
                            Long.class)
                    .setParameter("account", selection.accountId())
                    .setParameter("user", selection.userIdentifier());
            selection.credential().ifPresent(caller -> count.setParameter("caller", caller));
            return count.getSingleResult();
        }

        /**
         * Records the erasure. The audit log is kept for ever, so the record does not name the user. Nodes of the
         * version before know the act.
         */
        @Transactional
        public void record(Caller caller, long erased, long remaining) {
            audit.record(
                    caller.getName(),
                    Act.TRANSCRIPT_FORGOTTEN,
                    caller.accountId(),
                    Optional.of(caller.accountId()),
                    Map.of("erased", erased, "remaining", remaining));
        }
    }
}
