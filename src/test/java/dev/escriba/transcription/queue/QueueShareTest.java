package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.culture.entity.Culture;
import dev.escriba.models.control.Models;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.transcription.control.RunFixture;
import dev.escriba.transcription.entity.TranscriptionCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which runs a node claims, on real databases. */
class QueueShareTest {

    static Stream<Arguments> lanes() {
        return Stream.of(RunFixture.FREE, RunFixture.ON_ONE)
                .flatMap(model -> Databases.all().map(database -> Arguments.of(database, model)));
    }

    /** Two recordings of hours must not keep one of seconds waiting until one of them ends. */
    @ParameterizedTest
    @MethodSource("lanes")
    void longRunsLeaveAPlaceToAShortOne(Databases.Database database, UUID model) throws IOException {
        QueueFixture queue = new QueueFixture(database, "escriba.queue.audio", "database");
        List<UUID> longRuns = List.of(queue.accept(on(model)), queue.accept(on(model)));
        queue.run.inTransaction(() -> queue.run
                .entities
                .createNativeQuery("update queued_run set audio_nanos = "
                        + Duration.ofHours(4).toNanos())
                .executeUpdate());
        UUID shortRun = queue.accept(other(queue), on(model));
        // the turn of the short run comes last
        queue.run.inTransaction(() -> queue.run
                .entities
                .createNativeQuery("update queued_run set fair_start = "
                        + Duration.ofHours(9).toNanos() + " where instance_id = '" + shortRun + "'")
                .executeUpdate());
        List<String> states = new ArrayList<>();
        queue.run.whenRecognizing.put(model, () -> {
            queue.run.whenRecognizing.remove(model);
            queue.work(model);
            states.add(queue.state(shortRun));
            longRuns.forEach(id -> states.add(queue.state(id)));
        });
        queue.work(model);
        assertThat(states).containsExactly("SUCCEEDED", "RUNNING", "QUEUED");
        assertThat(longRuns).allMatch(id -> queue.state(id).equals("SUCCEEDED"));
    }

    /** The default model may be on another server: its engine says nothing about the models that run here. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void claimsNoRunOfAModelHereWhileItsEngineLoads(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(database, "escriba.queue.audio", "database");
        UUID id = queue.accept();
        queue.worker.models = new Models(List.of(
                QueueFixture.model("elsewhere", true, Optional.of(new RemoteAddress("one", "a model"))),
                QueueFixture.model("here", false, Optional.empty())));
        List<String> asked = new ArrayList<>();
        queue.worker.speech = new SpeechRecognition() {
            @Override
            public void requireReady(String engine) {
                asked.add(engine);
                throw Problem.unavailable();
            }
        };
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        assertThat(asked).containsExactly("here");
    }

    private static Caller other(QueueFixture queue) {
        Account account = new Account("other", "USD", 6, RunFixture.NOW);
        queue.run.inTransaction(() -> queue.run.entities.persist(account));
        return queue.stranger(account.id());
    }

    private static TranscriptionCommand on(UUID model) {
        return new TranscriptionCommand(
                Optional.of(model), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
    }
}
