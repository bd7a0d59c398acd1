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
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
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
