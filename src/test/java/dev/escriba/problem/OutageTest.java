package dev.escriba.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.problem.control.Outage;
import dev.escriba.problem.control.Problems;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransientConnectionException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08001", "08006", "57P01", "57P03", "25P03", "53300", "55P03", "57014", "40001", "40P01", "90098",
                "90121"
            })
    void aDatabaseThatIsAwayIsAnOutage(String state) {
        assertThat(Outage.isBehind(new PersistenceException(new SQLException("x", state))))
                .isTrue();
        assertThat(Problems.of(new PessimisticLockException(new SQLException("x", state)))
                        .status())
                .isEqualTo(503);
    }

    /** A job goes on with the next row after these: the next statement may succeed. */
    @ParameterizedTest
    @ValueSource(strings = {"55P03", "57014", "40001", "40P01", "53300", "23505"})
    void aLockOrAFullDatabaseIsNotAway(String state) {
        assertThat(Outage.isDatabaseAway(new PersistenceException(new SQLException("x", state))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "57P01", "25P03", "90098"})
    void aSessionThatIsGoneIsAway(String state) {
        assertThat(Outage.isDatabaseAway(new PersistenceException(new SQLException("x", state))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42601", "23514"})
    void aDatabaseThatRefusesIsNone(String state) {
        assertThat(Outage.isBehind(new PersistenceException(new SQLException("x", state))))
                .isFalse();
        assertThat(Problems.of(new PersistenceException(new SQLException("x", state)))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void typesTellWhereStatesDoNot() {
        assertThat(Outage.isBehind(new RuntimeException(new SQLTransientConnectionException("pool"))))
                .isTrue();
        assertThat(Outage.isBehind(new RuntimeException(new SQLException("no state: a pool"))))
                .isTrue();
        assertThat(Outage.isBehind(new SQLIntegrityConstraintViolationException("x", "23505")))
                .isFalse();
    }

    /** The exception of a container for a commit without an answer. */
    @Test
    void aCommitWhoseOutcomeIsUnknownIsAnOutage() {
        SystemException unknown = new SystemException();
        unknown.initCause(new XAException("an I/O error occurred"));
        assertThat(Outage.isBehind(new RuntimeException(unknown))).isTrue();
    }

    @Test
    void aTransactionThatIsRolledBackWithoutAWordIsAnOutage() {
        assertThat(Outage.isBehind(new RuntimeException(new RollbackException("marked for rollback"))))
                .isTrue();
        RollbackException explained = new RollbackException("marked for rollback");
        explained.initCause(new PersistenceException(new SQLException("duplicate", "23505")));
        assertThat(Outage.isBehind(new RuntimeException(explained))).isFalse();
    }

    @Test
    void anythingElseIsNone() {
        Exception one = new IllegalStateException("x");
        Exception other = new IllegalStateException(one);
        one.initCause(other);
        assertThat(Outage.isBehind(one)).isFalse();
    }
}
