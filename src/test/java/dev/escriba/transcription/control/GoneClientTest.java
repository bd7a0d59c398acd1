package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoneClientTest {

    private static final SegmentListener GONE = segment -> {
        throw Problem.of(GoneClient.STATUS, "body.client-gone");
    };

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void endsItsRunWithoutACharge(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.engine.says("en", "words without a reader");
        assertThatThrownBy(() -> run.transcribe(RunFixture.command(), GONE)).isInstanceOf(Problem.class);
        assertThat(run.states()).containsExactly("FAILED");
        assertThat(run.onlyFailure()).isEqualTo("client-gone");
        run.assertBalance("1");
        assertThat(run.placesTaken).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isSurvivedByARunThatCanBeAskedForAgain(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.engine.says("en", "read later");
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        TranscriptionResult first = run.transcribe(command, GONE);
        assertThat(run.states()).containsExactly("SUCCEEDED");
        TranscriptionResult again = run.transcribe(command);
        assertThat(again.instanceId()).isEqualTo(first.instanceId());
        assertThat(again.replayed()).isTrue();
        assertThat(again.transcript()).contains("read later");
        assertThat(run.ledgerLines())
                .filteredOn(line -> line.startsWith("CHARGE"))
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNotEveryFailureOfAListener(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.engine.says("en", "words");
        SegmentListener broken = segment -> {
            throw Problem.unavailable();
        };
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "digest"));
        assertThatThrownBy(() -> run.transcribe(command, broken)).isInstanceOf(Problem.class);
        assertThat(run.onlyFailure()).isEqualTo("problem-503");
        run.assertBalance("1");
    }
}
