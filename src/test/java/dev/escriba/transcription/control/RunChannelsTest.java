package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.KeptChannels;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import dev.escriba.schema.Databases;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that recognise each channel by itself. A call has 7 s; a minute costs 0.006, a token of text 0.00001. */
class RunChannelsTest {

    private static final Path CALL = MediaFixture.call("call.wav");
    private static final Path SILENT_FIRST =
            MediaFixture.make("silent-first.wav", "-i", CALL.toString(), "-af", "pan=stereo|c0=0*c0|c1=c1");

    private static Segment segment(double from, double to, String text, String language) {
        return new Segment(
                Duration.ofMillis((long) (1_000 * from)), Duration.ofMillis((long) (1_000 * to)), text, language, -0.1);
    }

    private static TranscriptionCommand separate(Optional<UUID> model) {
        return new TranscriptionCommand(
                model,
                "",
                Optional.of("ana"),
                Optional.empty(),
                Culture.EN,
                Optional.empty(),
                new TranscriptionOptions(Set.of(), List.of(), false, true));
    }

    private static TranscriptionResult separate(RunFixture run, Path recording) throws IOException {
        return run.transcribe(separate(Optional.empty()), recording, SegmentListener.NONE);
    }

    private static void script(RunFixture run) {
        run.engine
                .promises(new TokenLimit(0, 10))
                .saysInTurn(segment(0, 1, "one", "en"), segment(3, 5, "three", "en"))
                .saysInTurn(segment(1, 2, "dos", "es"), segment(3, 6.5, "cuatro", "es"));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void mergesTheSegmentsOfTheChannelsByTime(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        script(run);
        List<Segment> told = new ArrayList<>();
        TranscriptionResult result = run.transcribe(separate(Optional.empty()), CALL, told::add);
        assertThat(result.transcript()).contains("one dos three cuatro");
        assertThat(result.segments())
                .extracting(Segment::channel)
                .containsExactly(OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(0), OptionalInt.of(1));
        assertThat(told).isEqualTo(result.segments());
        assertThat(run.named)
                .as("each channel is work of its own")
                .containsExactly(result.instanceId() + "/0", result.instanceId() + "/1");
        assertThat(result.duration()).isEqualTo(Duration.ofSeconds(7));
        assertThat(result.language()).as("with most speech").contains("es");
        assertThat(result.completionTokens()).isEqualTo(4);
        assertThat(result.promptTokens()).isEqualTo(140);
        assertThat(run.row(result.instanceId())).contains("one dos three cuatro", 7_000_000_000L, 4);
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void holdsAndChargesEachChannel(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        script(run);
        TranscriptionResult result = separate(run, CALL);
        assertThat(result.cost().prompt()).isEqualByComparingTo("0.0014");
        assertThat(result.cost().completion()).isEqualByComparingTo("0.00004");
        assertThat(run.ledgerLines()).containsExactly("CREDIT 1", "HOLD -0.0016", "RELEASE 0.0016", "CHARGE -0.00144");
        run.assertBalance("0.99856");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesARunWhereTheBalanceCoversOneChannelOnly(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        script(run);
        run.credit("-0.9985");
        assertThatThrownBy(() -> separate(run, CALL))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .containsOnlyKeys("insufficient_balance"));
        assertThat(run.recognitions).isZero();
        run.assertBalance("0.0015");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void mixesTheChannelsWithoutARequest(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        TranscriptionResult result = run.transcribe(RunFixture.command(), CALL, SegmentListener.NONE);
        assertThat(run.recognitions).isEqualTo(1);
        assertThat(result.cost().prompt()).isEqualByComparingTo("0.0007");
        assertThat(result.segments()).extracting(Segment::channel).containsOnly(OptionalInt.empty());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void recognisesMonoAndDualMonoOnce(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        for (Path recording : List.of(MediaFixture.ENGLISH, MediaFixture.stereoWav())) {
            run.recognitions = 0;
            TranscriptionResult result = separate(run, recording);
            assertThat(run.recognitions).as("%s", recording).isEqualTo(1);
            assertThat(result.cost().prompt()).isBetween(new BigDecimal("0.00031"), new BigDecimal("0.00032"));
            assertThat(result.segments()).extracting(Segment::channel).containsOnly(OptionalInt.empty());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void neitherRecognisesNorChargesASilentChannel(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        List<Segment> told = new ArrayList<>();
        TranscriptionResult result = run.transcribe(separate(Optional.empty()), SILENT_FIRST, told::add);
        assertThat(run.recognitions).isEqualTo(1);
        assertThat(result.cost().prompt()).isEqualByComparingTo("0.0007");
        assertThat(result.segments()).extracting(Segment::channel).containsExactly(OptionalInt.of(1));
        assertThat(told).isEqualTo(result.segments());
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void separatesTheChannelsForAFreeModelToo(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        script(run);
        TranscriptionResult result = run.transcribe(separate(Optional.of(RunFixture.FREE)), CALL, SegmentListener.NONE);
        assertThat(result.transcript()).contains("one dos three cuatro");
        assertThat(result.cost().total()).isZero();
        assertThat(run.ledgerLines()).containsExactly("CREDIT 1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void measuresNoMonoRecordingForAFreeModel(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        run.run.audioStore = new AudioStore(MediaFixture.data(), MediaFixture.settings()) {
            @Override
            public KeptChannels channels(
                    MediaDecoder decoder, OpenRecording recording, UnaryOperator<PcmStream> watch) {
                throw new AssertionError("measured");
            }
        };
        TranscriptionResult result =
                run.transcribe(separate(Optional.of(RunFixture.FREE)), MediaFixture.ENGLISH, SegmentListener.NONE);
        assertThat(result.transcript()).contains("scripted words");
    }

    /** The channels are recognised one after the other, so together they may make a long run. */
    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void tellsThePlaceTheLengthOfAllChannels(Databases.Database database) throws IOException {
        RunFixture run = new RunFixture(database);
        script(run);
        List<Duration> told = new ArrayList<>();
        run.whenExpecting = told::add;
        separate(run, CALL);
        assertThat(told).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(14));

        told.clear();
        separate(run, MediaFixture.stereoWav());
        assertThat(told).as("one recognition").hasSize(2);
        assertThat(told.get(1)).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3_200));
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void refusesMoreChannelsThanAreAllowed(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        run.run.decoder = new MediaDecoder(MediaFixture.ffmpeg(), MediaFixture.settings("max-channels", "1"));
        assertThatThrownBy(() -> separate(run, CALL)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.errors()).containsOnlyKeys("File");
            assertThat(problem.errors().get("File").key()).isEqualTo("file.too-many-channels");
        });
        assertThat(run.recognitions).isZero();
        assertThat(run.states()).isEmpty();
        run.assertBalance("1");
    }

    @ParameterizedTest
    @MethodSource("dev.escriba.schema.Databases#all")
    void chargesNothingWhereASecondChannelFails(Databases.Database database) {
        RunFixture run = new RunFixture(database);
        script(run);
        run.engine.meanwhile(() -> {
            if (run.recognitions == 2) {
                throw new IllegalStateException("the second channel");
            }
        });
        List<Segment> told = new ArrayList<>();
        assertThatThrownBy(() -> run.transcribe(separate(Optional.empty()), CALL, told::add))
                .hasMessage("the second channel");
        assertThat(run.states()).containsExactly("FAILED");
        assertThat(told).isEmpty();
        run.assertBalance("1");
    }
}
