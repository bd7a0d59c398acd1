package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.billing.control.BillingFixture;
import dev.escriba.schema.Databases;
import dev.escriba.schema.control.PageCursor;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.InstanceSummary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredInstancesTest {

    private static final UUID MODEL = UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e01");

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void pagesShowEachInstanceOnceTheNewestFirst(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String other = fixture.account();
            for (int i = 0; i < 23; i++) {
                // several instances start at the same time: the id decides
                store(fixture, account, i / 4, "ana", "SUCCEEDED");
                store(fixture, other, i / 4, "ana", "SUCCEEDED");
            }
            List<String> seen = new ArrayList<>();
            Optional<PageCursor> after = Optional.empty();
            for (int page = 0; page < 6; page++) {
                List<InstanceSummary> found =
                        list(fixture, filter(account, Optional.empty(), Optional.empty(), after, 5));
                found.forEach(instance -> seen.add(instance.id()));
                if (found.size() < 5) {
                    break;
                }
                InstanceSummary last = found.get(4);
                after = Optional.of(
                        PageCursor.of(new PageCursor(last.startedAt(), UUID.fromString(last.id())).toString()));
            }
            assertThat(seen).hasSize(23).doesNotHaveDuplicates();
            List<Instant> times =
                    list(fixture, filter(account, Optional.empty(), Optional.empty(), Optional.empty(), 100)).stream()
                            .map(InstanceSummary::startedAt)
                            .toList();
            assertThat(times).isSortedAccordingTo((one, two) -> two.compareTo(one));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void filtersNarrowTogether(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String wanted = store(fixture, account, 10, "ana", "SUCCEEDED");
            store(fixture, account, 10, "bob", "SUCCEEDED");
            store(fixture, account, 10, "ana", "FAILED");
            store(fixture, account, 11, "ana", "SUCCEEDED");
            InstanceFilter filter = new InstanceFilter(
                    account,
                    Optional.of("key:1"),
                    Optional.empty(),
                    Optional.of(Instant.ofEpochSecond(10)),
                    Optional.of(Instant.ofEpochSecond(11)),
                    Optional.of("ana"),
                    Optional.of("web"),
                    Optional.of(MODEL),
                    Optional.of(InstanceState.SUCCEEDED),
                    Optional.empty(),
                    10);
            assertThat(list(fixture, filter)).extracting(InstanceSummary::id).containsExactly(wanted);
            assertThat(list(fixture, filter(account, Optional.of("key:2"), Optional.empty(), Optional.empty(), 10)))
                    .isEmpty();
        }
    }

    /** Earlier versions stored blanks around a name. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFilterWithBlanksFindsBothSpellings(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String without = store(fixture, account, 10, "ana", "SUCCEEDED");
            String with = store(fixture, account, 11, "ana ", "SUCCEEDED");
            store(fixture, account, 12, "bob", "SUCCEEDED");
            for (Optional<String> caller : List.of(Optional.<String>empty(), Optional.of("key:1"))) {
                assertThat(list(fixture, filter(account, caller, Optional.of("ana "), Optional.empty(), 10)))
                        .extracting(InstanceSummary::id)
                        .containsExactly(with, without);
                assertThat(list(fixture, filter(account, caller, Optional.of("ana"), Optional.empty(), 10)))
                        .extracting(InstanceSummary::id)
                        .containsExactly(without);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aCallerSeesOnlyItsOwnInstances(Databases.Database database) {
        try (BillingFixture fixture = new BillingFixture(database)) {
            String account = fixture.account();
            String other = fixture.account();
            UUID id = UUID.fromString(store(fixture, account, 1, "ana", "SUCCEEDED"));
            assertThat(find(fixture, account, Optional.empty(), id)).isPresent();
            assertThat(find(fixture, account, Optional.of("key:1"), id)).isPresent();
            assertThat(find(fixture, account, Optional.of("key:2"), id)).isEmpty();
            assertThat(find(fixture, other, Optional.empty(), id)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "bm90aGluZw", "!", "MjAyNiB4"})
    void aPositionThatTheServiceDidNotMakeIsRefused(String word) {
        assertThatThrownBy(() -> PageCursor.of(word))
                .isInstanceOfAny(IllegalArgumentException.class, java.time.DateTimeException.class);
    }

    @Test
    void aPositionOutsideTheRangeOfTimesIsRefused() {
        String word = Base64.getUrlEncoder()
                .encodeToString(("+1000000000-12-31T23:59:59Z " + MODEL).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PageCursor.of(word)).isInstanceOf(ArithmeticException.class);
    }

    private static Optional<InstanceSummary> find(
            BillingFixture fixture, String account, Optional<String> caller, UUID id) {
        return fixture.inTransaction(entities -> new StoredInstances(entities).find(account, caller, id));
    }

    private static List<InstanceSummary> list(BillingFixture fixture, InstanceFilter filter) {
        return fixture.inTransaction(entities -> new StoredInstances(entities).list(filter));
    }

    private static InstanceFilter filter(
            String account, Optional<String> caller, Optional<String> user, Optional<PageCursor> after, int limit) {
        return new InstanceFilter(
                account,
                caller,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                user,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                after,
                limit);
    }

    private static String store(BillingFixture fixture, String account, long second, String user, String state) {
        String id = UUID.randomUUID().toString();
        fixture.sql("insert into instance (id, account_id, caller, node, state, model_id, user_identifier, channel,"
                + " culture, file_bytes, container, codec, started_at) values ('" + id + "', '" + account
                + "', 'key:1', 'node', '"
                + state + "', '"
                + MODEL + "', '" + user + "', 'web', 'en', 1, 'WAV', 'pcm', " + second * 1_000_000 + ")");
        return id;
    }
}
