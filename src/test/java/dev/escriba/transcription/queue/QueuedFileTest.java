package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.transcription.control.RecordingSource;
import dev.escriba.transcription.control.RunFixture;
import dev.escriba.transcription.entity.TranscriptionCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When the queue asks for a recording that is stored elsewhere. */
class QueuedFileTest {

    private final List<String> asked = new ArrayList<>();
    private boolean isGone;
    private Optional<Upload> opened = Optional.empty();

    private final RecordingSource file = new RecordingSource() {
        @Override
        public void require() {
            asked.add("require");
            if (isGone) {
                throw Problem.at("FileId", 404, "file.unknown");
            }
        }

        @Override
        public long bytes() {
            asked.add("bytes");
            try {
                return Files.size(MediaFixture.ENGLISH);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Upload open() {
            asked.add("open");
            try {
                opened = Optional.of(RunFixture.upload(MediaFixture.ENGLISH));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return opened.get();
        }
    };

    private UUID accept(QueueFixture queue, TranscriptionCommand command) {
        return queue.intake.accept(queue.run.caller, command, file, () -> false).instance();
    }

    private void refused(QueueFixture queue, int status) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> accept(queue, RunFixture.command()))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(status));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatWaitsHasACopyOfTheFile(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(database, "escriba.queue.audio", "database");
        UUID id = accept(queue, RunFixture.command());
        assertThat(asked).containsExactly("require", "bytes", "open");
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        // its owner deletes it
        opened.orElseThrow().close();
        isGone = true;
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aQueueThatIsFullDoesNotOpenIt(Databases.Database database) {
        QueueFixture queue =
                new QueueFixture(database, "escriba.queue.audio", "database", "escriba.queue.max-bytes", "1000");
        refused(queue, 503);
        assertThat(asked).containsExactly("require", "bytes");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRepeatedRequestNeedsNoFile(Databases.Database database) {
        QueueFixture queue = new QueueFixture(database, "escriba.queue.audio", "database");
        TranscriptionCommand command = RunFixture.command().claimedBy(queue.run.claim("a key", "a digest"));
        UUID id = accept(queue, command);
        opened.orElseThrow().close();
        isGone = true;
        asked.clear();
        assertThat(accept(queue, command)).isEqualTo(id);
        assertThat(asked).isEmpty();
        refused(queue, 404);
        assertThat(queue.run.states()).containsExactly("QUEUED");
    }
}
