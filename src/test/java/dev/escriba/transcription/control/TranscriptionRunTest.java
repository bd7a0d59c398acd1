package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.culture.entity.Culture;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run stores and passes on, and requests that are refused before a run begins. */
class TranscriptionRunTest {

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void storesTheResultAndItsCost(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.says("es", "buenos días");
        TranscriptionResult result = run.transcribe();
        assertThat(result.transcript()).contains("buenos días");
        assertThat(result.cost().prompt()).isEqualByComparingTo("0.000312");
        assertThat(result.cost().completion()).isEqualByComparingTo("0.00002");
        assertThat(run.row(result.instanceId()))
                .containsExactly(
                        "SUCCEEDED",
                        run.caller.accountId(),
                        "es",
                        "buenos días",
                        3_125_000_000L,
                        2,
                        "ana",
                        null,
                        RunFixture.nowMicros(),
                        RunFixture.nowMicros());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsTheEngineTheAccountAndTheClaimedDuration(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.transcribe();
        assertThat(run.asked.accountId()).isEqualTo(run.caller.accountId());
        assertThat(run.asked.claimed()).isBetween(Duration.ofMillis(3_120), Duration.ofMillis(3_130));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesARunWhileTheModelsLoadAndStoresNothing(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.starting = true;
        assertThatThrownBy(() -> run.transcribe()).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(503);
            assertThat(problem.kind()).isEqualTo("problem.starting");
            assertThat(problem.retryAfterSeconds()).contains("15");
        });
        for (String table : List.of("instance", "hold")) {
            assertThat(run.entities
                            .createNativeQuery("select count(*) from " + table + " where account_id = ?")
                            .setParameter(1, run.caller.accountId())
                            .getSingleResult())
                    .as(table)
                    .hasToString("0");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesAnUnknownModelBeforeAnythingIsStored(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.of(UUID.randomUUID()), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
        assertThatThrownBy(() -> run.transcribe(command))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
        assertThat(run.states()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void findsTheCallerOfAStoredKeyByItsSecretOnly(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        assertThat(run.inTransaction(() -> run.keys().findCaller(RunFixture.SECRET)))
                .contains(run.caller);
        assertThat(run.keys().findCaller(RunFixture.SECRET + "x")).isEmpty();
        assertThat(run.keys().findCaller("x".repeat(100_000))).isEmpty();
    }
}
