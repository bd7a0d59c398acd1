package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void isNoticedWhileNothingIsSaid(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        AtomicBoolean begun = new AtomicBoolean();
        requireUncharged(run, new Listener() {
            @Override
            public void begun(UUID instance) {
                begun.set(true);
            }

            @Override
            public void check() {
                if (begun.get()) {
                    GONE.segment(null);
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNoticedBeforeTheCharge(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        requireUncharged(run, new Listener() {
            @Override
            public void recognized(Recognition recognition) {
                assertThat(recognition.text()).isEqualTo("words");
                GONE.segment(null);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNoticedByItsConnection(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        AtomicBoolean gone = new AtomicBoolean();
        requireUncharged(run, new WatchedRun(gone::get, new Listener() {
            @Override
            public void begun(UUID instance) {
                gone.set(true);
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNoticedWhileTheRecordingIsMeasured(Databases.Database database) {
        requireNothingStored(database, RunFixture.command(), MediaFixture.ENGLISH);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNoticedWhileTheChannelsAreMeasured(Databases.Database database) {
        TranscriptionCommand separate = new TranscriptionCommand(
                Optional.empty(),
                "",
                Optional.of("ana"),
                Optional.empty(),
                Culture.EN,
                Optional.empty(),
                new TranscriptionOptions(Set.of(), List.of(), false, true));
        requireNothingStored(database, separate, MediaFixture.call("gone.wav"));
    }

    /** The client leaves when a part of the audio is kept. */
    private static void requireNothingStored(
            Databases.Database database, TranscriptionCommand command, Path recording) {
        RunFixture run = new RunFixture(database);
        WatchedRun watched = new WatchedRun(() -> run.run.audioStore.used() > 0, new Listener());
        assertThatThrownBy(() -> run.transcribe(command, recording, watched))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(GoneClient.STATUS));
        assertThat(run.states()).isEmpty();
        assertThat(run.recognitions).isZero();
        run.assertBalance("1");
        assertThat(run.placesTaken).isZero();
        assertThat(run.run.audioStore.used()).isZero();
    }

    /** The connection ends after the last read of audio. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void isNoticedByItsConnectionBeforeTheCharge(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        AtomicBoolean gone = new AtomicBoolean();
        requireUncharged(run, new WatchedRun(gone::get, new Listener() {
            @Override
            public void segment(Segment segment) {
                gone.set(true);
            }
        }));
    }

    private static void requireUncharged(RunFixture run, RunListener listener) {
        run.engine.says("en", "words");
        assertThatThrownBy(() -> run.transcribe(RunFixture.command(), listener)).isInstanceOf(Problem.class);
        assertThat(run.onlyFailure()).isEqualTo("client-gone");
        run.assertBalance("1");
        assertThat(run.placesTaken).isZero();
    }

    /** Takes everything. */
    private static class Listener implements RunListener {

        @Override
        public void begun(UUID instance) {}

        @Override
        public void segment(Segment segment) {}
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
