package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.security.entity.Caller;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.InstanceSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceSearchTest {

    private static final Caller ANA = new Caller("key:1", "account", Set.of());
    private static final AtomicLong NEXT_ID = new AtomicLong(System.nanoTime() & 0xffffffffffL);

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aTextIsFoundAsItIsWritten(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String percent = store(fixture, account, "key:1", 1, "It costs 100% of the money");
            String words = store(fixture, account, "key:1", 2, "It costs 100 and more; a_b !x \\y");
            store(fixture, account, "key:1", 3, "A cat, and aXb");
            String spanish = store(fixture, account, "key:1", 4, "El niño comió muy rápido");
            assertThat(found(fixture, account, "COSTS 100")).containsExactly(words, percent);
            assertThat(found(fixture, account, "100%")).containsExactly(percent);
            assertThat(found(fixture, account, "%")).containsExactly(percent);
            assertThat(found(fixture, account, "a_b")).containsExactly(words);
            assertThat(found(fixture, account, "!x")).containsExactly(words);
            assertThat(found(fixture, account, "\\y")).containsExactly(words);
            assertThat(found(fixture, account, "niño comió")).containsExactly(spanish);
            assertThat(found(fixture, account, "' or '1'='1")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aCorrectionIsFoundAndADeletedTextIsNot(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String corrected = store(fixture, account, "key:1", 1, "the lazy dog");
            fixture.sql("insert into transcript_correction (id, instance_id, segment, text, author, corrected_at)"
                    + " values ('" + UUID.randomUUID() + "', '" + corrected + "', 0, 'the lazy Cat', 'key:1', 1)");
            String deleted = store(fixture, account, "key:1", 2, "a cat");
            fixture.sql("update instance set transcript_stored_at = null where id = '" + deleted + "'");
            assertThat(found(fixture, account, "lazy cat")).containsExactly(corrected);
            assertThat(found(fixture, account, "cat")).containsExactly(corrected);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aSearchStaysWithinAccountAndCaller(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String own = store(fixture, account, "key:1", 1, "a fox");
            String ofBen = store(fixture, account, "key:2", 2, "a fox");
            store(fixture, fixture.account(), "key:1", 3, "a fox");
            assertThat(found(fixture, account, "fox")).containsExactly(ofBen, own);
            InstanceFilter filter = filter(account, Optional.of("key:1"), Optional.empty(), 10);
            assertThat(ids(search(fixture).find(filter, "fox", ANA))).containsExactly(own);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void pagesShowEachFindOnce(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            List<String> foxes = new ArrayList<>();
            for (int i = 0; i < 230; i++) {
                String id = store(fixture, account, "key:1", 1 + i / 3, i % 20 == 7 ? "a fox" : "a dog");
                if (i % 20 == 7) {
                    foxes.add(0, id);
                }
            }
            List<String> seen = new ArrayList<>();
            Optional<PageCursor> after = Optional.empty();
            do {
                InstanceSearch.Found page =
                        search(fixture).find(filter(account, Optional.empty(), after, 5), "fox", ANA);
                assertThat(page.items()).hasSizeLessThanOrEqualTo(5);
                seen.addAll(ids(page));
                after = page.next();
            } while (after.isPresent());
            assertThat(seen).containsExactlyElementsOf(foxes);
        }
    }

    @Test
    void aSearchLooksAtABoundedNumberOfInstancesAndGoesOn() {
        Many many = new Many(InstanceSearch.MAX_INSTANCES + 300, InstanceSearch.MAX_INSTANCES + 200);
        InstanceSearch search = new InstanceSearch(many);
        InstanceSearch.Found first = search.find(filter("account", Optional.empty(), Optional.empty(), 50), "fox", ANA);
        assertThat(first.items()).isEmpty();
        assertThat(many.read).isEqualTo(InstanceSearch.MAX_INSTANCES);
        assertThat(many.mostAtATime).isLessThanOrEqualTo(25);
        InstanceSearch.Found second = search.find(filter("account", Optional.empty(), first.next(), 50), "fox", ANA);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void aSearchEndsWithTheStepThatTakesTooLong() {
        Many many = new Many(500, 499);
        InstanceSearch search = new InstanceSearch(many);
        long[] now = {Long.MAX_VALUE - 1_000_000_000};
        search.nanoTime = () -> now[0] += InstanceSearch.MAX_TIME.toNanos() / 3;
        InstanceSearch.Found first = search.find(filter("account", Optional.empty(), Optional.empty(), 50), "fox", ANA);
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isPresent();
        assertThat(many.read).isBetween(25, 125);
    }

    @Test
    void anAccountRunsFewSearchesAtATimeAndTheirEndFreesThem() {
        Nested nested = new Nested("account");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(nested::search)
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(429));
        assertThat(nested.depth).isEqualTo(InstanceSearch.MAX_SEARCHES_OF_ACCOUNT);
        assertThat(nested.search
                        .find(
                                filter("account", Optional.empty(), Optional.empty(), 1),
                                "fox",
                                new Caller("key:1", "other", Set.of()))
                        .items())
                .isEmpty();
    }

    @Test
    void aNodeRunsFewSearchesAtATime() {
        Nested nested = new Nested("account0", "account1", "account2", "account3", "account4", "account5");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(nested::search)
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(nested.depth).isEqualTo(InstanceSearch.MAX_SEARCHES);
    }

    /** Many instances, one of which holds the text. */
    private static final class Many extends StoredInstances {

        private final int count;
        private final int place;
        private int read;
        private int mostAtATime;

        Many(int count, int place) {
            this.count = count;
            this.place = place;
        }

        @Override
        public List<InstanceSummary> list(InstanceFilter filter) {
            int from = filter.after()
                    .map(after -> (int) -after.at().getEpochSecond() + 1)
                    .orElse(0);
            List<InstanceSummary> rows = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + filter.limit()); i++) {
                rows.add(instance(i));
            }
            return rows;
        }

        @Override
        public Set<String> containing(String text, List<String> ids) {
            read += ids.size();
            mostAtATime = Math.max(mostAtATime, ids.size());
            String wanted = id(place);
            return ids.contains(wanted) ? Set.of(wanted) : Set.of();
        }
    }

    /** Instances whose listing begins a further search, as long as it may. */
    private static final class Nested extends StoredInstances {

        private final InstanceSearch search = new InstanceSearch(this);
        private final String[] accounts;
        private int depth;
        private boolean refused;

        Nested(String... accounts) {
            this.accounts = accounts;
        }

        void search() {
            Caller caller = new Caller("key:1", accounts[depth % accounts.length], Set.of());
            search.find(filter(caller.accountId(), Optional.empty(), Optional.empty(), 1), "fox", caller);
        }

        @Override
        public List<InstanceSummary> list(InstanceFilter filter) {
            if (!refused) {
                depth++;
                try {
                    search();
                } catch (Problem problem) {
                    refused = true;
                    throw problem;
                }
            }
            return List.of();
        }
    }

    private static String id(int i) {
        return new UUID(0, i).toString();
    }

    private static InstanceSummary instance(int i) {
        Instant at = Instant.ofEpochSecond(-i);
        return new InstanceSummary(
                id(i),
                InstanceState.SUCCEEDED,
                "model",
                null,
                "key:1",
                null,
                null,
                1,
                "WAV",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                at,
                at,
                at,
                0,
                null,
                null);
    }

    private static InstanceSearch search(BillingFixture fixture) {
        return new InstanceSearch(new StoredInstances() {
            @Override
            public List<InstanceSummary> list(InstanceFilter filter) {
                return fixture.inTransaction(entities -> new StoredInstances(entities).list(filter));
            }

            @Override
            public Set<String> containing(String text, List<String> ids) {
                return fixture.inTransaction(entities -> new StoredInstances(entities).containing(text, ids));
            }
        });
    }

    private static List<String> found(BillingFixture fixture, String account, String text) {
        return ids(search(fixture).find(filter(account, Optional.empty(), Optional.empty(), 10), text, ANA));
    }

    private static List<String> ids(InstanceSearch.Found found) {
        return found.items().stream().map(InstanceSummary::id).toList();
    }

    private static InstanceFilter filter(
            String account, Optional<String> caller, Optional<PageCursor> after, int limit) {
        return new InstanceFilter(
                account,
                caller,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                after,
                limit);
    }

    private static String store(BillingFixture fixture, String account, String caller, long second, String text) {
        // among those of one second the id decides: a later one is newer
        String id = new UUID(NEXT_ID.incrementAndGet(), 0).toString();
        fixture.sql(
                "insert into instance (id, account_id, caller, node, state, model_id, culture, file_bytes, container,"
                        + " codec, started_at, transcript_stored_at, transcript) values ('" + id + "', '" + account
                        + "', '"
                        + caller + "', 'node', 'SUCCEEDED', 'model', 'en', 1, 'WAV', 'pcm', " + second * 1_000_000
                        + ", 1, '"
                        + text.replace("'", "''") + "')");
        return id;
    }
}
