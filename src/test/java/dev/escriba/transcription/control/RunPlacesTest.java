package dev.escriba.transcription.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.culture.entity.Culture;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.schema.Databases;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The place of a run that costs something, whose recording of 140 s claims to have one. */
class RunPlacesTest {

    private static final Path CALL = MediaFixture.make(
            "call-140s.wav",
            "-stream_loop",
            "19",
            "-i",
            MediaFixture.call("call-8k.wav", "-ar", "8000").toString(),
            "-c",
            "copy");

    static Stream<Arguments> databases() {
        return Databases.all()
                .flatMap(database -> Stream.of(Arguments.of(database, false), Arguments.of(database, true)));
    }

    private static MediaProbe claimingASecond(MediaProbe probe) {
        return new MediaProbe() {
            @Override
            public OpenRecording open(Upload upload) {
                MediaFacts facts = probe.probe(upload).facts();
                return OpenRecording.of(new Recording(
                        upload,
                        new MediaFacts(
                                facts.format(),
                                facts.track(),
                                facts.codec(),
                                facts.sampleRate(),
                                facts.layout(),
                                Optional.of(Duration.ofSeconds(1)))));
            }

            @Override
            public Recording probe(Upload upload) {
                return open(upload).recording();
            }
        };
    }

    @ParameterizedTest
    @MethodSource("databases")
    void waitsForAPlaceOfLongRunsBeforeAllIsDecoded(Databases.Database database, boolean separate) throws Exception {
        RunFixture run = new RunFixture(database);
        run.run.probe = claimingASecond(run.probe);
        run.places = new AdmissionQueue(2, 4, 4);
        Admission.Place longRun = run.places.enter("other", Duration.ofHours(1));
        TranscriptionCommand command = new TranscriptionCommand(
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Culture.EN,
                Optional.empty(),
                new TranscriptionOptions(Set.of(), List.of(), false, separate));
        CompletableFuture<TranscriptionResult> result = CompletableFuture.supplyAsync(() -> {
            try {
                return run.transcribe(command, CALL, SegmentListener.NONE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Await.until("run that waits", Duration.ofSeconds(30), () -> run.places.waiting() == 1);
        assertThat(run.places.admitted()).isEqualTo(1);
        assertThat(run.run.audioStore.used()).as("nothing is kept meanwhile").isZero();
        longRun.close();
        assertThat(result.get(30, TimeUnit.SECONDS).duration()).isEqualTo(Duration.ofSeconds(140));
        assertThat(run.places.admitted()).isZero();
        assertThat(run.run.audioStore.used()).isZero();
        assertThat(run.row(result.get().instanceId())).contains("SUCCEEDED");
    }
}
