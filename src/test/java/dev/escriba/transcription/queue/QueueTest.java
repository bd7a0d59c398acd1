package dev.escriba.transcription.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.Configured;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.control.Models;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.security.entity.Account;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.entity.EngineFailure;
import dev.escriba.speech.entity.Segment;
import dev.escriba.storage.control.PrivateFiles;
import dev.escriba.transcription.control.RunFixture;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.entity.AcceptedRun;
import dev.escriba.transcription.entity.InstanceState;
import dev.escriba.transcription.entity.QueuedRun;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Queued runs, from their acceptance to their end, on real databases. */
class QueueTest {

    private static final String DIRECTORY = "directory";
    private static final String DATABASE = "database";

    /** Each database, with the audio in each place. */
    static Stream<Arguments> places() {
        return Databases.all()
                .flatMap(database -> Stream.of(Arguments.of(database, DIRECTORY), Arguments.of(database, DATABASE)));
    }

    @BeforeEach
    void deleteFilesOfOthers() throws IOException {
        MediaFixture.data().directory("waiting");
        PrivateFiles.empty(MediaFixture.data().directory("waiting"));
    }

    private static QueueFixture fixture(Databases.Database database, String place) {
        return new QueueFixture(database, "escriba.queue.audio", place);
    }

    private static void assertProblem(int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                .isEqualTo(status));
    }

    @ParameterizedTest
    @MethodSource("places")
    void chargesAWaitingRunOnceAndLeavesNothingBehind(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        UUID id = queue.accept();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        assertThat(queue.files()).isEqualTo(place.equals(DIRECTORY) ? 1 : 0);
        assertThat(queue.run.ledger().balance(queue.run.caller.accountId()).held())
                .isPositive();
        queue.run.assertBooksAgree();
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
        assertThat(queue.run.row(id).get(3)).isEqualTo("scripted words");
        queue.run.assertBalance("0.999668");
        assertThat(queue.leftovers()).isZero();
    }

    /** Its client would send the recording again, and pay twice. */
    @ParameterizedTest
    @MethodSource("places")
    void storesNothingForAClientThatIsGone(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        AtomicInteger looks = new AtomicInteger();
        assertGone(queue, () -> looks.incrementAndGet() > 0);
        assertThat(looks).as("before anything is measured").hasValue(1);
        looks.set(0);
        assertGone(queue, () -> looks.incrementAndGet() == 2);
        assertThat(looks).as("while it is measured").hasValue(2);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void looksForTheClientWhenTheAudioIsStored(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        assertGone(queue, () -> {
            try {
                return queue.files() > 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void assertGone(QueueFixture queue, BooleanSupplier gone) throws IOException {
        List<String> before = queue.run.states();
        try (Upload upload = RunFixture.upload(MediaFixture.ENGLISH)) {
            assertProblem(499, () -> queue.intake.accept(queue.run.caller, RunFixture.command(), upload, gone));
        }
        assertThat(queue.run.states()).isEqualTo(before);
        assertThat(queue.leftovers()).isZero();
        queue.run.assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void costsWhatADirectRunCosts(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        queue.run.transcribe(RunFixture.command());
        queue.accept();
        queue.worker.work();
        assertThat(queue.run.ledgerLines().subList(1, 4))
                .isEqualTo(queue.run.ledgerLines().subList(4, 7));
    }

    private static TranscriptionCommand fragile() {
        return new TranscriptionCommand(
                Optional.of(RunFixture.FRAGILE), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anotherModelTakesAQueuedRunOverAndIsCharged(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        queue.run.failing.put(RunFixture.FRAGILE, new EngineFailure(504, "remote-timeout", Optional.empty()));
        UUID id = queue.accept(fragile());
        queue.worker.work();

        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
        assertThat(queue.run.ledgerLines())
                .as("the hold is the highest cost of the chain")
                .containsExactly("CREDIT 1", "HOLD -0.003325", "RELEASE 0.003325", "CHARGE -0.000332");
        assertThat(queue.run
                        .entities
                        .createNativeQuery("select answered_model_id from instance")
                        .getSingleResult())
                .isEqualTo(Models.DETECTING.toString());
        queue.run.assertBalance("0.999668");
        assertThat(queue.leftovers()).isZero();
    }

    /** A server elsewhere charges the attempts of a run once if they have one name. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void eachAttemptOfARunHasTheNameOfTheRun(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        queue.run.engine.fails(new IllegalStateException("out of luck"));
        UUID id = queue.accept();
        queue.worker.work();
        queue.run.engine.fails(null);
        queue.later(Duration.ofMinutes(1));
        queue.worker.work();
        UUID other = queue.accept();
        queue.worker.work();
        assertThat(queue.run.named).containsExactly(id.toString(), id.toString(), other.toString());
    }

    /** A server that says when to come back is away; that is no loss of the run, and no fault of the node. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aServerThatIsAwayLetsTheRunWaitAndOtherRunsGoOn(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        for (UUID model : List.of(RunFixture.FRAGILE, Models.DETECTING, RunFixture.FREE)) {
            queue.run.failing.put(model, new EngineFailure(502, "remote-open", Optional.of(Duration.ofSeconds(30))));
        }
        UUID id = queue.accept(fragile());
        for (int i = 0; i < 10; i++) {
            queue.worker.work();
            queue.later(Duration.ofMinutes(5));
        }
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        queue.run.failing.clear();

        UUID other = queue.accept();
        queue.worker.work();

        assertThat(queue.state(other)).as("the node did not pause").isEqualTo("SUCCEEDED");
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @MethodSource("places")
    void refusesAtOnceWhatCannotBeTranscribedOrPaid(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        assertProblem(400, queue::acceptText);
        queue.run.credit("-0.999999");
        assertProblem(400, queue::accept);
        assertThat(queue.run.states()).isEmpty();
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theAudioAndTheRequestAreNotReadableInTheDatabase(Databases.Database database) throws Exception {
        QueueFixture queue = fixture(database, DATABASE);
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.empty(),
                "the secret project Marmalade",
                Optional.empty(),
                Optional.empty(),
                Culture.EN,
                Optional.empty());
        queue.accept(command);
        String request = String.valueOf(queue.run
                .entities
                .createNativeQuery("select sealed_request from queued_run")
                .getSingleResult());
        byte[] bytes = Base64.getDecoder().decode(request);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("Marmalade");
        byte[] audio = (byte[]) queue.run
                .entities
                .createNativeQuery("select content from queued_audio")
                .getSingleResult();
        assertThat(new String(audio, StandardCharsets.ISO_8859_1)).doesNotContain("RIFF", "WAVE");
    }

    /** The first node died during its attempt; the second one reads the audio from the database. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anotherNodeBeginsTheRunOfADeadNodeAnew(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        UUID id = queue.accept();
        QueuedInstances.Attempt dead = queue.claim("a dead node");
        assertThat(queue.queue.next(QueuedRun.HERE, LongRuns.longest(true), 1)).isEmpty();
        queue.later(Duration.ofSeconds(61));
        queue.run.reap();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
        // the dead node wakes up again
        assertThat(queue.run.instances.giveBack(dead.id(), dead.number(), RunFixture.NOW, true, "late"))
                .isEqualTo(InstanceState.SUCCEEDED);
        queue.run.assertBalance("0.999668");
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("places")
    void theNextStartOfANodePutsItsRunsBack(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        UUID id = queue.accept();
        queue.claim(MediaFixture.data().node());
        queue.run.recover();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        queue.worker.work();
        queue.run.assertBalance("0.999668");
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anEarlierAttemptNeitherSettlesNorFailsTheCurrentOne(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        UUID id = queue.accept();
        queue.claim("frozen");
        queue.later(Duration.ofSeconds(61));
        queue.run.reap();
        queue.claim("here");
        assertThat(queue.run.instances.failAttempt(id, 1, "late")).isEqualTo(InstanceState.RUNNING);
        assertThat(queue.run.instances.giveBack(id, 1, RunFixture.NOW, true, "late"))
                .isEqualTo(InstanceState.RUNNING);
        assertProblem(503, () -> queue.queue.succeed(id, 1, RunFixture.NOW, null, Optional.empty(), Optional.empty()));
        assertThat(queue.state(id)).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @MethodSource("places")
    void failsAfterTooManyLosses(Databases.Database database, String place) throws IOException {
        QueueFixture queue =
                new QueueFixture(database, "escriba.queue.audio", place, "escriba.queue.max-attempts", "2");
        UUID id = queue.accept();
        queue.run.engine.fails(new IllegalStateException("out of luck"));
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        assertThat(queue.queue.next(QueuedRun.HERE, LongRuns.longest(true), 1)).isEmpty();
        queue.later(Duration.ofMinutes(1));
        queue.worker.work();
        queue.run.engine.fails(null);
        assertThat(queue.state(id)).isEqualTo("FAILED");
        assertThat(queue.run.row(id).get(7)).isEqualTo("unexpected");
        queue.run.assertBalance("1");
        assertThat(queue.leftovers()).isZero();
    }

    /** A full disk, for example, would fail all that waits. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aNodeWhoseAttemptsFailLeavesTheOthersToOtherNodes(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        for (int i = 0; i < 3; i++) {
            queue.accept();
        }
        queue.run.engine.fails(new IllegalStateException("the disk is full"));
        queue.worker.work();
        queue.later(Duration.ofSeconds(9));
        queue.worker.work();
        assertThat(attempts(queue)).isEqualTo(1);
        queue.later(Duration.ofSeconds(1));
        queue.worker.work();
        assertThat(attempts(queue)).isEqualTo(2);
        queue.later(Duration.ofSeconds(20));
        queue.run.engine.fails(null);
        queue.worker.work();
        assertThat(queue.run.states()).containsOnly("SUCCEEDED");
    }

    private static long attempts(QueueFixture queue) {
        return ((Number) queue.run
                        .entities
                        .createNativeQuery("select sum(attempts) from instance")
                        .getSingleResult())
                .longValue();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void whatIsAwayCostsNoAttempt(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(database, "escriba.queue.max-attempts", "1");
        UUID id = queue.accept();
        queue.run.engine.fails(Problem.unavailable());
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        queue.later(Duration.ofSeconds(10));
        queue.worker.work();
        assertThat(attempts(queue)).isEqualTo(2);
        queue.later(Duration.ofSeconds(20));
        queue.run.engine.fails(null);
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
    }

    /** A missing class looks like a stop. Without a stop the run would be begun again and again. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aMissingClassCountsAsALossUnlessTheNodeStops(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(database, "escriba.queue.max-attempts", "2");
        UUID id = queue.accept();
        queue.run.engine.fails(new IllegalStateException(new NoClassDefFoundError("dev/escriba/Gone")));
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        assertThat(queue.queue.next(QueuedRun.HERE, LongRuns.longest(true), 1)).isEmpty();
        queue.later(Duration.ofMinutes(1));
        queue.run.engine.meanwhile(() -> queue.run.work.drain(true));
        queue.worker.work();
        queue.run.engine.meanwhile(() -> {});
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        queue.run.work.drain(false);
        queue.worker.work();
        queue.run.engine.fails(null);
        assertThat(queue.run.row(id).get(7)).isEqualTo("unexpected");
    }

    /** A stop waits for the runs that are counted. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunCountsUntilItsStateIsStored(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        List<Integer> runs = new ArrayList<>();
        queue.attempts.waiting = new WaitingAudio() {
            @Override
            InputStream open(UUID instance, String keeper) throws IOException {
                return queue.waiting.open(instance, keeper);
            }

            @Override
            boolean forgetFile(UUID instance) {
                runs.add(queue.run.work.runs());
                return queue.waiting.forgetFile(instance);
            }
        };
        queue.accept();
        queue.worker.work();
        queue.accept();
        queue.run.engine.fails(Problem.invalid("File", "file.undecodable"));
        queue.worker.work();
        queue.run.engine.fails(null);
        assertThat(runs).containsExactly(1, 1);
        assertThat(queue.run.work.runs()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void failsAtOnceForAReasonOfTheRecording(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        UUID id = queue.accept();
        queue.run.engine.fails(Problem.invalid("File", "file.undecodable"));
        queue.worker.work();
        queue.run.engine.fails(null);
        assertThat(queue.run.row(id).get(7)).isEqualTo("problem-400");
        queue.run.assertBalance("1");
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("places")
    void aCancelledRunIsUnpaidAndLeavesNothingBehind(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        UUID id = queue.accept();
        queue.cancellations.cancel(queue.run.caller, id);
        assertThat(queue.state(id)).isEqualTo("CANCELLED");
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("CANCELLED");
        queue.run.assertBalance("1");
        assertThat(queue.leftovers()).isZero();
        assertProblem(409, () -> queue.cancellations.cancel(queue.run.caller, id));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aRunThatIsCancelledWhileItRunsIsNotCharged(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        UUID id = queue.accept();
        queue.run.engine.meanwhile(() -> queue.cancellations.cancel(queue.run.caller, id));
        queue.worker.work();
        queue.run.engine.meanwhile(() -> {});
        assertThat(queue.state(id)).isEqualTo("CANCELLED");
        queue.run.assertBalance("1");
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aDirectRunCanBeCancelledToo(Databases.Database database) {
        QueueFixture queue = fixture(database, DIRECTORY);
        queue.run.engine.meanwhile(() -> queue.cancellations.cancel(queue.run.caller, running(queue)));
        assertProblem(409, () -> queue.run.transcribe(RunFixture.command()));
        queue.run.engine.meanwhile(() -> {});
        assertThat(queue.run.states()).containsExactly("CANCELLED");
        queue.run.assertBalance("1");
    }

    private static UUID running(QueueFixture queue) {
        return UUID.fromString(String.valueOf(queue.run
                .entities
                .createNativeQuery("select id from instance where state = 'RUNNING'")
                .getSingleResult()));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theAuditLogRecordsWhoCancelledTheRunOfAnother(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        UUID own = queue.accept();
        UUID other = queue.accept();
        queue.cancellations.cancel(queue.run.caller, own);
        queue.cancellations.cancel(new Caller("admin", queue.run.caller.accountId(), Set.of()), other);
        List<?> subjects = queue.run
                .entities
                .createNativeQuery("select subject from audit_event where act = 'INSTANCE_CANCELLED'")
                .getResultList();
        assertThat(subjects).isEqualTo(List.of(other.toString()));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void nothingIsCancelledWhileThatIsSwitchedOff(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        UUID id = queue.accept();
        QueueFixture off = new QueueFixture(queue.run, "escriba.queue.enabled", "false");
        assertProblem(409, () -> off.cancellations.cancel(queue.run.caller, id));
        assertThat(off.intake.isOpen(RunFixture.command())).isFalse();
        // a node with the setting off works on what waits nevertheless
        off.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theSameRequestFindsTheSameRun(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        TranscriptionCommand command = RunFixture.command().claimedBy(queue.run.claim("one", "digest"));
        UUID id = queue.accept(command);
        assertThat(queue.accept(command)).isEqualTo(id);
        assertProblem(409, () -> queue.run.transcribe(command));
        queue.worker.work();
        assertThat(queue.accept(command)).isEqualTo(id);
        TranscriptionResult direct = queue.run.transcribe(command);
        assertThat(direct.replayed()).isTrue();
        assertThat(direct.transcript()).contains("scripted words");
        assertProblem(
                422, () -> queue.accept(RunFixture.command().claimedBy(queue.run.claim("one", "another digest"))));
        queue.run.assertBalance("0.999668");
    }

    /** The client would send its recording again, and pay twice. */
    @ParameterizedTest
    @MethodSource("places")
    void anAcceptanceWhoseCommitLostItsAnswerIsOne(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        int before = queue.run.states().size();
        queue.acceptancesToLose.add(new IllegalStateException("the answer is lost"));
        UUID id = queue.accept();
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
        assertThat(queue.run.states()).hasSize(before + 1);
        assertThat(queue.leftovers()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theAnswerNamesTheStateOfTheEarlierRun(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        TranscriptionCommand command = RunFixture.command().claimedBy(queue.run.claim("one", "digest"));
        UUID id = queue.accept(command);
        queue.worker.work();
        try (Upload upload = RunFixture.upload(MediaFixture.ENGLISH)) {
            assertThat(queue.intake.accept(queue.run.caller, command, upload, () -> false))
                    .isEqualTo(new AcceptedRun(id, InstanceState.SUCCEEDED));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRepeatedRequestGetsATranscriptThatIsNotKept(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(new RunFixture(database, "none"));
        TranscriptionCommand command = RunFixture.command().claimedBy(queue.run.claim("one", "digest"));
        UUID id = queue.accept(command);
        queue.worker.work();
        assertThat(queue.run.row(id).get(3)).isNull();
        assertThat(queue.run.transcribe(command).transcript()).contains("scripted words");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void noRunWaitsWhoseTranscriptCouldNotBeRead(Databases.Database database) {
        QueueFixture queue = fixture(database, DIRECTORY);
        TranscriptionCommand claimed = RunFixture.command().claimedBy(queue.run.claim("one", "digest"));
        assertThat(queue.intake.isOpen(RunFixture.command())).isTrue();
        queue.intake.transcription =
                Configured.read(TranscriptionSettings::read, "escriba.instances.transcripts", "none");
        assertThat(queue.intake.isOpen(RunFixture.command())).isFalse();
        assertThat(queue.intake.isOpen(claimed)).isTrue();
    }

    /** A run may wait for longer than a key is valid. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theKeyOfAQueuedRunIsValidForADayAfterItsEnd(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        TranscriptionCommand command = RunFixture.command().claimedBy(queue.run.claim("one", "digest"));
        UUID id = queue.accept(command);
        queue.later(Duration.ofHours(25));
        assertThat(queue.run.claims.purge()).isZero();
        assertThat(queue.accept(command)).isEqualTo(id);
        queue.worker.work();
        queue.later(Duration.ofHours(23));
        assertThat(queue.run.claims.purge()).isZero();
        assertThat(queue.accept(command)).isEqualTo(id);
        queue.later(Duration.ofHours(2));
        assertThat(queue.run.claims.purge()).isEqualTo(1);
        assertThat(queue.accept(command)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theRequestAfterACancelledOneRunsAnew(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        TranscriptionCommand command = RunFixture.command().claimedBy(queue.run.claim("one", "digest"));
        UUID id = queue.accept(command);
        queue.cancellations.cancel(queue.run.caller, id);
        assertThat(queue.accept(command)).isNotEqualTo(id);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesWhatExceedsTheLimits(Databases.Database database) throws IOException {
        QueueFixture ofAccount = new QueueFixture(database, "escriba.queue.max-runs-per-account", "1");
        ofAccount.accept();
        assertProblem(429, ofAccount::accept);
        QueueFixture ofBytes = new QueueFixture(ofAccount.run, "escriba.queue.max-bytes-per-account", "150000");
        assertProblem(429, ofBytes::accept);
        QueueFixture ofAll = new QueueFixture(ofAccount.run, "escriba.queue.max-runs", "1");
        assertProblem(503, ofAll::accept);
        QueueFixture ofAllBytes = new QueueFixture(ofAccount.run, "escriba.queue.max-bytes", "150000");
        assertProblem(503, ofAllBytes::accept);
        ofAll.worker.work();
        ofAll.accept();
    }

    /** All acceptances wait for the turn, and a frozen node may hold the rows of one account. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anAcceptanceTakesTheTurnAfterTheRowsOfItsAccount(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        List<Boolean> free = new ArrayList<>();
        queue.run.whenClaimed = () -> free.add(isTurnFree(queue));
        queue.accept(RunFixture.command().claimedBy(queue.run.claim("one", "digest")));
        assertThat(free).containsExactly(true);
    }

    private static boolean isTurnFree(QueueFixture queue) {
        try (Connection other = queue.run.dataSource.getConnection();
                Statement statement = other.createStatement();
                ResultSet rows = statement.executeQuery("select id from queue_turn for update skip locked")) {
            return rows.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Other runs of the account wait for the rows of the settlement. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theAudioIsDeletedBeforeTheSettlement(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        List<Object> rows = new ArrayList<>();
        queue.run.whenSettling = () -> rows.add(queue.run
                .entities
                .createNativeQuery("select count(*) from queued_audio")
                .getSingleResult());
        queue.accept();
        queue.worker.work();
        assertThat(rows.toString()).isEqualTo("[0]");
    }

    @ParameterizedTest
    @MethodSource("places")
    void aRunThatHasWaitedForTooLongFails(Databases.Database database, String place) throws IOException {
        QueueFixture queue = fixture(database, place);
        UUID id = queue.accept();
        queue.upkeep.clean();
        assertThat(queue.state(id)).isEqualTo("QUEUED");
        queue.later(Duration.ofHours(25));
        queue.upkeep.clean();
        assertThat(queue.state(id)).isEqualTo("FAILED");
        assertThat(queue.run.row(id).get(7)).isEqualTo("expired");
        queue.run.assertBalance("1");
        assertThat(queue.leftovers()).isZero();
    }

    /** As a process leaves it that is killed between the file and the transaction. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void audioWithoutARunIsDeleted(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        UUID waits = queue.accept();
        queue.waiting.storeFile(UUID.randomUUID(), RunFixture.upload(MediaFixture.ENGLISH));
        assertThat(queue.files()).isEqualTo(2);
        queue.upkeep.clean();
        assertThat(queue.files()).isEqualTo(1);
        queue.worker.work();
        assertThat(queue.state(waits)).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aRunThatCannotBeGivenUpHoldsUpNeitherTheOthersNorTheSweep(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DIRECTORY);
        UUID bad = queue.accept();
        UUID good = queue.accept();
        queue.waiting.storeFile(UUID.randomUUID(), RunFixture.upload(MediaFixture.ENGLISH));
        queue.run.inTransaction(() -> queue.run
                .entities
                .createNativeQuery("update hold set amount = 999 where instance_id = '" + bad + "'")
                .executeUpdate());
        queue.later(Duration.ofHours(25));
        queue.upkeep.clean();
        assertThat(queue.state(bad)).isEqualTo("QUEUED");
        assertThat(queue.state(good)).isEqualTo("FAILED");
        assertThat(queue.files()).isEqualTo(1);
    }

    /** A node of the version before knows no row of the queue, and ends the run of a dead node. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theRowsOfARunThatAnEarlierVersionEndedAreDeleted(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        UUID ended = queue.accept();
        UUID waits = queue.accept();
        queue.run.inTransaction(() -> queue.run
                .entities
                .createNativeQuery("update instance set state = 'FAILED' where id = '" + ended + "'")
                .executeUpdate());
        queue.upkeep.clean();
        assertThat(queue.queue.exists(ended)).isFalse();
        queue.worker.work();
        assertThat(queue.state(waits)).isEqualTo("SUCCEEDED");
        assertThat(queue.leftovers()).isZero();
    }

    /** The runs of one account came first, and take turns with those of the others nevertheless. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void accountsTakeTurns(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        List<Caller> callers = List.of(queue.run.caller, other(queue, "b"), other(queue, "c"));
        for (Caller caller : callers) {
            for (int i = 0; i < 10; i++) {
                queue.accept(caller, free());
            }
        }
        Map<String, Integer> begun = new HashMap<>();
        for (int i = 1; i <= 30; i++) {
            QueuedInstances.Attempt next = queue.claim("node " + i % 3);
            begun.merge(next.instance().accountId(), 1, Integer::sum);
            int most = begun.values().stream().max(Integer::compare).orElseThrow();
            int least = begun.size() < 3
                    ? 0
                    : begun.values().stream().min(Integer::compare).orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
        }
        assertThat(begun.values()).containsOnly(10);
        assertThat(queue.queue.next(QueuedRun.HERE, LongRuns.longest(true), 1)).isEmpty();
    }

    /** An account that sends each run after the end of the one before gets no more than its share. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theShareOfAnAccountOutlivesItsRuns(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        Caller other = other(queue, "b");
        queue.accept(queue.run.caller, free());
        queue.worker.work();
        queue.accept(queue.run.caller, free());
        UUID later = queue.accept(other, free());
        assertThat(queue.claim("here").id()).isEqualTo(later);
    }

    /** While a server hangs, its runs keep a part of the threads. All other runs go on. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aServerThatHangsStopsNoRunOfOtherModels(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(
                database, "escriba.queue.audio", DATABASE, "escriba.queue.concurrent-remote-runs", "2");
        UUID hangs = queue.accept(queue.run.caller, on(RunFixture.ON_ONE));
        UUID waits = queue.accept(queue.run.caller, on(RunFixture.ON_ONE));
        UUID other = queue.accept(queue.run.caller, on(RunFixture.ON_TWO));
        queue.worker.work();
        List<UUID> remote = List.of(hangs, waits, other);
        assertThat(remote).as("models that run here have threads of their own").allMatch(id -> queue.state(id)
                .equals("QUEUED"));
        UUID here = queue.accept(queue.run.caller, free());
        List<String> states = new ArrayList<>();
        queue.run.whenRecognizing.put(RunFixture.ON_ONE, () -> {
            queue.run.whenRecognizing.clear();
            // the other threads of the node, while this one waits for the server
            queue.worker.workElsewhere();
            queue.worker.work();
            remote.forEach(id -> states.add(queue.state(id)));
            states.add(queue.state(here));
        });
        queue.worker.workElsewhere();
        assertThat(states).containsExactly("RUNNING", "QUEUED", "SUCCEEDED", "SUCCEEDED");
        assertThat(remote).allMatch(id -> queue.state(id).equals("SUCCEEDED"));
        assertThat(queue.leftovers()).isZero();
    }

    /** What an account had of one server does not count for another one, nor for models that run here. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void eachLaneHasTurnsOfItsOwn(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        Caller other = other(queue, "b");
        for (int i = 0; i < 3; i++) {
            queue.accept(queue.run.caller, on(RunFixture.ON_ONE));
            queue.worker.workElsewhere();
        }
        List<UUID> backlog = new ArrayList<>();
        for (RunLane lane : RunLane.values()) {
            backlog.add(queue.accept(other, lane.command()));
            backlog.add(queue.accept(other, lane.command()));
        }
        // after two runs of the other account it would come last, if its three runs on the server counted here
        UUID onTwo = queue.accept(queue.run.caller, on(RunFixture.ON_TWO));
        UUID here = queue.accept(queue.run.caller, free());
        UUID onOne = queue.accept(queue.run.caller, on(RunFixture.ON_ONE));
        assertThat(queue.queue.lanes()).containsExactlyInAnyOrder("one", "two");
        assertThat(queue.queue.next("two", LongRuns.longest(true), 9))
                .hasSize(3)
                .endsWith(backlog.get(3))
                .contains(onTwo);
        assertThat(queue.queue.next(QueuedRun.HERE, LongRuns.longest(true), 9))
                .hasSize(3)
                .endsWith(backlog.get(5))
                .contains(here);
        assertThat(queue.queue.next("one", LongRuns.longest(true), 9))
                .hasSize(3)
                .startsWith(backlog.get(0))
                .contains(onOne);
        assertThat(queue.events
                        .read(backlog.get(5), 0, 0)
                        .orElseThrow()
                        .progress()
                        .orElseThrow()
                        .before())
                .as("runs of the lane alone")
                .hasValue(2);
    }

    private enum RunLane {
        ONE(RunFixture.ON_ONE),
        TWO(RunFixture.ON_TWO),
        HERE(RunFixture.FREE);

        private final UUID model;

        RunLane(UUID model) {
            this.model = model;
        }

        TranscriptionCommand command() {
            return on(model);
        }
    }

    private static TranscriptionCommand on(UUID model) {
        return new TranscriptionCommand(
                Optional.of(model), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
    }

    /** The runs of a node that is down do not hold the time back: its accounts would have all of the others' turns. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theTimeGoesOnWithoutTheRunsOfANodeThatIsDown(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        UUID stays = queue.accept(other(queue, "of the node that is down"), free());
        queue.run.inTransaction(() -> queue.run
                .entities
                .createNativeQuery("update queued_run set keeper = 'down' where instance_id = '" + stays + "'")
                .executeUpdate());
        for (int i = 0; i < 4; i++) {
            queue.accept(queue.run.caller, free());
        }
        for (int i = 0; i < 3; i++) {
            assertThat(queue.claim("here").id()).isNotEqualTo(stays);
        }
        // the new account begins where the queue is, and not where it began
        Caller late = other(queue, "late");
        UUID first = queue.accept(late, free());
        queue.accept(late, free());
        UUID third = queue.accept(late, free());
        assertThat(queue.queue.next(QueuedRun.HERE, LongRuns.longest(true), 9))
                .hasSize(4)
                .startsWith(first)
                .endsWith(third);
    }

    private static Caller other(QueueFixture queue, String name) {
        Account account = new Account(name, "USD", 6, RunFixture.NOW);
        queue.run.inTransaction(() -> queue.run.entities.persist(account));
        return queue.stranger(account.id());
    }

    private static TranscriptionCommand free() {
        return new TranscriptionCommand(
                Optional.of(RunFixture.FREE), "", Optional.empty(), Optional.empty(), Culture.EN, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void anyNodeReadsTheProgressAndTheSegments(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        UUID waits = queue.accept();
        UUID behind = queue.accept();
        assertThat(queue.events
                        .read(behind, 0, 0)
                        .orElseThrow()
                        .progress()
                        .orElseThrow()
                        .before())
                .hasValue(1);
        QueuedInstances.Attempt attempt = queue.claim("elsewhere");
        RunJournal journal = new RunJournal(waits, attempt.number(), 1);
        queue.journals.open(journal);
        journal.segment(segment(0, "one"));
        journal.segment(segment(1, "two"));
        queue.journals.store();
        journal.segment(segment(2, "three"));
        queue.journals.store();
        queue.later(Duration.ofSeconds(9));
        RunEvents.Snapshot all = queue.events.read(waits, 0, 0).orElseThrow();
        assertThat(all.segments()).extracting(Segment::text).containsExactly("one", "two", "three");
        Progress progress = all.progress().orElseThrow();
        assertThat(progress.done()).isEqualTo(Duration.ofSeconds(3));
        assertThat(progress.total()).isEqualTo(Duration.ofMillis(3125));
        assertThat(progress.estimatedEnd()).contains(RunFixture.NOW.plusMillis(9375));
        assertThat(queue.events.read(waits, 1, 2).orElseThrow().segments())
                .extracting(Segment::text)
                .containsExactly("three");
        // a reader that knows an earlier attempt begins anew
        assertThat(queue.events.read(waits, 7, 2).orElseThrow().segments()).hasSize(3);
    }

    /** Where no transcript is kept, the segments of a run stay in the database until the settlement. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void segmentsAreReadUntilTheEndAloneWhereTranscriptsAreNotKept(Databases.Database database) throws IOException {
        QueueFixture queue = new QueueFixture(new RunFixture(database, "none"), "escriba.queue.audio", DATABASE);
        UUID id = queue.accept(free().claimedBy(queue.run.claim("one", "digest")));
        List<String> shown = new ArrayList<>();
        queue.run.whenRecognizing.put(RunFixture.FREE, () -> {
            RunJournal journal = new RunJournal(id, 1, 1);
            queue.journals.open(journal);
            journal.segment(segment(0, "one"));
            queue.journals.store();
            queue.journals.close(journal);
            // a client that begins to read, and one that comes back
            for (int known = 0; known < 2; known++) {
                queue.events.read(id, 1, known).orElseThrow().segments().forEach(each -> shown.add(each.text()));
            }
        });
        List<Number> whileSettling = new ArrayList<>();
        queue.run.whenSettling = () -> {
            whileSettling.add((Number) queue.run
                    .entities
                    .createNativeQuery("select count(*) from queued_segment")
                    .getSingleResult());
            whileSettling.add(committedSegments(queue));
        };
        queue.worker.work();
        assertThat(queue.state(id)).isEqualTo("SUCCEEDED");
        assertThat(shown).containsExactly("one");
        assertThat(whileSettling.stream().map(Number::intValue))
                .as("deleted in the transaction of the settlement, and for others until its commit not")
                .containsExactly(0, 1);
        assertThat(committedSegments(queue)).isZero();
        assertThat(queue.events.read(id, 0, 0).orElseThrow().segments()).isEmpty();
        assertThat(queue.leftovers()).isZero();
    }

    private static int committedSegments(QueueFixture queue) {
        try (Connection connection = queue.run.dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from queued_segment")) {
            count.next();
            return count.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void aJournalContinuesAfterWhatIsStoredAndHoldsUpNoOther(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        List<RunJournal> journals = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            queue.accept();
            QueuedInstances.Attempt attempt = queue.claim("elsewhere");
            journals.add(new RunJournal(attempt.id(), attempt.number(), 1));
        }
        journals.forEach(queue.journals::open);
        journals.forEach(journal -> journal.segment(segment(0, "one")));
        // the rows of both are stored, and both are told that they are not
        queue.answersToLose.add(new IllegalStateException("the answer is lost"));
        queue.answersToLose.add(new IllegalStateException("the answer is lost"));
        queue.journals.store();
        journals.forEach(journal -> journal.segment(segment(1, "two")));
        queue.journals.store();
        for (RunJournal journal : journals) {
            assertThat(queue.events.read(journal.instance(), 0, 0).orElseThrow().segments())
                    .extracting(Segment::text)
                    .containsExactly("one", "two");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theMetricsCountWhatWaits(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        QueueUpkeep.QueueSample samples = new QueueUpkeep.QueueSample(queue.run.entities);
        assertThat(samples.sample()).isEqualTo(new QueueUpkeep.Sample(0, Optional.empty(), 0, 0));
        queue.accept();
        queue.accept();
        queue.claim("elsewhere");
        assertThat(samples.sample())
                .isEqualTo(new QueueUpkeep.Sample(1, Optional.of(RunFixture.NOW), 3.125, 2 * 100_044));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void theSegmentsOfALostAttemptAreGone(Databases.Database database) throws IOException {
        QueueFixture queue = fixture(database, DATABASE);
        UUID id = queue.accept();
        RunJournal journal = new RunJournal(id, queue.claim("elsewhere").number(), 1);
        queue.journals.open(journal);
        journal.segment(segment(0, "one"));
        queue.journals.store();
        queue.later(Duration.ofSeconds(61));
        queue.run.reap();
        journal.segment(segment(1, "two"));
        queue.journals.store();
        assertThat(queue.events.read(id, 0, 0).orElseThrow().segments()).isEmpty();
        assertThat(queue.events
                        .read(id, 0, 0)
                        .orElseThrow()
                        .progress()
                        .orElseThrow()
                        .done())
                .isZero();
        queue.worker.work();
        RunEvents.Snapshot end = queue.events.read(id, 0, 0).orElseThrow();
        assertThat(end.instance().attempts()).isEqualTo(2);
        assertThat(end.segments()).extracting(Segment::text).containsExactly("scripted words");
        assertThat(queue.events.read(id, 2, 1).orElseThrow().segments()).isEmpty();
        assertThat(queue.leftovers()).isZero();
    }

    private static Segment segment(int second, String text) {
        return new Segment(Duration.ofSeconds(second), Duration.ofSeconds(second + 1L), text, "en", -0.1);
    }
}
