package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.media.MediaFixture;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Leases: instances that a node no longer works on become FAILED. */
class RunLeaseTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void endsTheInstancesOfADeadProcessAtTheNextStart(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult done = run.transcribe();
        Instance left = run.storeRunning(MediaFixture.data().node(), "0.25");
        assertThat(run.ledger().balance(run.caller.accountId()).held()).isEqualByComparingTo("0.25");
        run.leases.recover();
        assertThat(run.ledger().balance(run.caller.accountId()).held()).isZero();
        assertThat(run.states()).containsExactlyInAnyOrder("SUCCEEDED", "FAILED");
        assertThat(run.row(done.instanceId()).get(0)).isEqualTo("SUCCEEDED");
        assertThat(run.row(left.id()).get(0)).isEqualTo("FAILED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anyNodeEndsAnInstanceWhoseLeaseIsOver(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        Instance elsewhere = run.storeRunning("elsewhere", "0.25");
        run.leases.recover();
        run.leases.reap();
        assertThat(run.states()).containsExactly("RUNNING");
        Clock later = Clock.fixed(RunFixture.NOW.plusSeconds(61), ZoneOffset.UTC);
        run.inTransaction(() -> run.leases.transactions.renew(List.of(elsewhere.id()), RunFixture.NOW.plusSeconds(90)));
        run.leases.clock = later;
        run.instances.clock = later;
        run.leases.reap();
        assertThat(run.states()).containsExactly("RUNNING");
        Clock muchLater = Clock.fixed(RunFixture.NOW.plusSeconds(91), ZoneOffset.UTC);
        run.leases.clock = muchLater;
        run.instances.clock = muchLater;
        run.leases.reap();
        assertThat(run.states()).containsExactly("FAILED");
        run.assertBalance("1");
    }

    /** A node that froze within a transaction holds one of these locks for as long as it is frozen. */
    @ParameterizedTest
    @MethodSource("lockedRows")
    void aLockedRowHoldsUpNeitherTheOtherRunsNorTheStart(Databases.Database database, String statement)
            throws Exception {
        RunFixture run = new RunFixture(database);
        Instance bad = run.storeRunning(MediaFixture.data().node(), "0.25");
        Instance good = run.storeRunning(MediaFixture.data().node(), "0.125");
        Clock later = Clock.fixed(RunFixture.NOW.plusSeconds(61), ZoneOffset.UTC);
        run.leases.clock = later;
        run.instances.clock = later;
        boolean ofTheAccount = statement.contains("balance");
        run.whileLocked(String.format(statement, bad.id()), () -> {
            Instant begin = Instant.now();
            run.leases.recover();
            assertThat(run.leases.reap()).isEqualTo(ofTheAccount ? 2 : 1);
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
        });
        assertThat(run.row(bad.id()).get(0)).isEqualTo("RUNNING");
        assertThat(run.row(good.id()).get(0)).isEqualTo(ofTheAccount ? "RUNNING" : "FAILED");
        assertThat(run.leases.reap()).isZero();
        assertThat(run.states()).containsExactly("FAILED", "FAILED");
        run.assertBalance("1");
    }

    static Stream<Arguments> lockedRows() {
        return Stream.of(
                        "update instance set node = node where id = '%s'",
                        "update hold set caller = caller where instance_id = '%s'", "update balance set lines = lines")
                .flatMap(statement -> Databases.all().map(database -> Arguments.of(database, statement)));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void renewsTheLeasesOfTheRowsThatAreFree(Databases.Database database) throws Exception {
        RunFixture run = new RunFixture(database);
        Instance locked = run.storeRunning("here", "0.25");
        Instance free = run.storeRunning("here", "0.25");
        Instant until = RunFixture.NOW.plusSeconds(120);
        run.whileLocked("update instance set node = node where id = '" + locked.id() + "'", () -> assertThat(
                        run.<Integer>inTransaction(() -> run.leases.transactions.renew(
                                List.of(locked.id(), free.id(), UUID.randomUUID()), until)))
                .isEqualTo(2));
        Clock later = Clock.fixed(RunFixture.NOW.plusSeconds(61), ZoneOffset.UTC);
        assertThat(run.leases.transactions.overdue(later.instant(), 0, 10)).containsExactly(locked.id());
        assertThat(run.leases.transactions.overdue(later.instant(), 1, 10)).isEmpty();
    }

    /** Whatever is wrong with one run, the others are ended. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatCannotBeEndedDoesNotStopTheOthers(Databases.Database database) throws Exception {
        RunFixture run = new RunFixture(database);
        Instance bad = run.storeRunning("elsewhere", "0.25");
        Instance good = run.storeRunning("elsewhere", "0.125");
        run.inTransaction(() -> run.entities
                .createNativeQuery("update hold set amount = 999 where instance_id = '" + bad.id() + "'")
                .executeUpdate());
        Clock later = Clock.fixed(RunFixture.NOW.plusSeconds(61), ZoneOffset.UTC);
        run.leases.clock = later;
        run.instances.clock = later;
        assertThat(run.leases.reap()).isEqualTo(1);
        assertThat(run.row(bad.id()).get(0)).isEqualTo("RUNNING");
        assertThat(run.row(good.id()).get(0)).isEqualTo("FAILED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void doesNotChargeARunThatWasEndedAsAbandoned(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.engine.meanwhile(() -> run.instances.expire(run.onlyRunning(), "abandoned"));
        assertThatThrownBy(() -> run.transcribe())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        run.engine.meanwhile(() -> {});
        assertThat(run.states()).containsExactly("FAILED");
        run.assertBalance("1");
    }
}
