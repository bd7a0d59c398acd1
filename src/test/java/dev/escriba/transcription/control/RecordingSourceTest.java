package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When a run asks for a recording that is stored elsewhere. */
class RecordingSourceTest {

    /** A recording that has been deleted. */
    private static final class Gone implements RecordingSource {

        private boolean asked;
        private boolean opened;

        @Override
        public void require() {
            asked = true;
            throw Problem.at("FileId", 404, "file.unknown");
        }

        @Override
        public long bytes() {
            throw new AssertionError("it is gone");
        }

        @Override
        public Upload open() {
            opened = true;
            throw new AssertionError("it is gone");
        }
    }

    private static TranscriptionResult run(RunFixture run, TranscriptionCommand command, RecordingSource source) {
        return run.run.run(run.caller, command, source, RunListener.ofInstance(instance -> {}));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatFindsNoPlaceDoesNotOpenIt(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.full = true;
        boolean[] required = {false};
        RecordingSource source = new RecordingSource() {
            @Override
            public void require() {
                required[0] = true;
            }

            @Override
            public long bytes() {
                throw new AssertionError("a direct run stores no copy");
            }

            @Override
            public Upload open() {
                throw new AssertionError("there is no place");
            }
        };
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> run(run, RunFixture.command(), source))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(required[0]).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRepeatedRequestNeedsNoRecording(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionCommand command = RunFixture.command().claimedBy(run.claim("a key", "a digest"));
        TranscriptionResult first = run.transcribe(command);
        Gone gone = new Gone();
        TranscriptionResult second = run(run, command, gone);
        assertThat(second.replayed()).isTrue();
        assertThat(second.instanceId()).isEqualTo(first.instanceId());
        assertThat(gone.asked).isFalse();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> run(run, RunFixture.command(), gone))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(404));
        assertThat(gone.opened).isFalse();
        assertThat(run.placesTaken).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theModelIsCheckedFirst(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        TranscriptionCommand known = RunFixture.command();
        TranscriptionCommand unknown = new TranscriptionCommand(
                Optional.of(UUID.randomUUID()),
                known.prompt(),
                known.userIdentifier(),
                known.channel(),
                known.culture(),
                Optional.empty());
        Gone gone = new Gone();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> run(run, unknown, gone))
                .satisfies(problem -> assertThat(problem.errors()).containsKey("ModelId"));
        assertThat(gone.asked).isFalse();
    }
}
