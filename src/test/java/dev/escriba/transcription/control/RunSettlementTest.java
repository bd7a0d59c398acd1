package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settlements that meet an outage of the database. */
class RunSettlementTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void waitsForADatabaseThatIsAwayForAMoment(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.settlement.retryTimeout = Duration.ofSeconds(10);
        run.failuresToSettle.add(new PersistenceException(new SQLException("connection reset", "08006")));
        run.failuresToSettle.add(new PersistenceException(new SQLException("no connection to be had")));
        assertThat(run.transcribe().transcript()).isPresent();
        assertThat(run.states()).containsExactly("SUCCEEDED");
        run.settlement.retryTimeout = Duration.ZERO;
        run.failuresToSettle.add(new PersistenceException(new SQLException("terminating connection", "57P01")));
        run.failuresToSettle.add(new PersistenceException(new SQLException("terminating connection", "57P01")));
        assertThatThrownBy(() -> run.transcribe())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(run.states()).containsExactlyInAnyOrder("SUCCEEDED", "FAILED");
        run.assertBalance("0.999668");
    }

    /** A second try of the settlement changes nothing. Without a second try, the run reads the stored state. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void chargesOnceWhereTheConnectionBreaksDuringTheCommit(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.commitsBeforeFailing = true;
        run.settlement.retryTimeout = Duration.ofSeconds(10);
        run.failuresToSettle.add(new PersistenceException(new SQLException("read timed out", "08006")));
        assertThat(run.transcribe().transcript()).contains("scripted words");
        run.assertBalance("0.999668");
        run.settlement.retryTimeout = Duration.ZERO;
        run.failuresToSettle.add(new PersistenceException(new SQLException("read timed out", "08006")));
        assertThat(run.transcribe().transcript()).contains("scripted words");
        assertThat(run.states()).containsOnly("SUCCEEDED").hasSize(2);
        run.assertBalance("0.999336");
    }
}
