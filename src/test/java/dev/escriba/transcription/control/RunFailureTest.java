package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Await;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.InstanceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that fail: their reasons, and that they cost nothing. */
class RunFailureTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aMissingClassCountsAsAStop(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.engine.fails(new IllegalStateException("recognition failed", new NoClassDefFoundError("dev/escriba/Gone")));
        assertThatThrownBy(() -> run.transcribe())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(run.onlyFailure()).isEqualTo("stopped");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFailureBeforeRunsAreCancelledKeepsItsOwnReason(Databases.Database database) throws Exception {
        RunFixture run = new RunFixture(database);
        run.work.stopTimeout = Duration.ofMinutes(1);
        Problem own = Problem.of(422, "problem.422");
        run.engine.fails(own);
        Thread stop = stopDuring(run, run.work::isStopping);
        assertThatThrownBy(() -> run.transcribe()).isSameAs(own);
        assertThat(run.onlyFailure()).isEqualTo("problem-422");
        stop.join();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFailureAfterRunsAreCancelledCountsAsAStop(Databases.Database database) throws Exception {
        RunFixture run = new RunFixture(database);
        run.engine.fails(new IllegalStateException("the workers are gone"));
        Thread stop = stopDuring(run, run.work::isCancelled);
        assertThatThrownBy(() -> run.transcribe())
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(run.onlyFailure()).isEqualTo("stopped");
        stop.join();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFailedEngineLeavesAFailedInstanceWithoutCost(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.engine.fails(new IllegalStateException("out of order"));
        assertThatThrownBy(() -> run.transcribe()).isInstanceOf(IllegalStateException.class);
        assertThat(run.onlyFailure()).isEqualTo("unexpected");
        run.engine.fails(Problem.of(502, "problem.502"));
        assertThatThrownBy(() -> run.transcribe()).isInstanceOf(Problem.class);
        assertThat(run.states()).containsOnly(InstanceState.FAILED.name());
        assertThat(run.sum("completion_cost") + run.sum("prompt_cost")).isEqualTo("nullnull");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aFailedRunCostsNothing(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        for (RuntimeException failure :
                List.of(new IllegalStateException("out of order"), Problem.of(504, "problem.504"))) {
            run.engine.fails(failure);
            assertThatThrownBy(() -> run.transcribe()).isSameAs(failure);
            run.assertBalance("1");
        }
        run.engine.fails(null);
        run.failuresToSettle.add(new IllegalStateException("the database refuses"));
        assertThatThrownBy(() -> run.transcribe()).hasMessage("the database refuses");
        run.assertBalance("1");
        assertThat(run.states()).containsOnly("FAILED").hasSize(3);
    }

    /**
     * Stops the application while the engine recognises. The engine goes on when the stop has reached the given step.
     */
    private static Thread stopDuring(RunFixture run, Await.Condition<RuntimeException> reached) {
        Thread stop = new Thread(() -> {
            try {
                run.work.stop(new Object());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        run.engine.meanwhile(() -> {
            stop.start();
            try {
                Await.until("step of the stop", Duration.ofSeconds(10), reached);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return stop;
    }
}
