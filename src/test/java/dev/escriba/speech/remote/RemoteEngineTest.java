package dev.escriba.speech.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.escriba.media.MediaFixture;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.control.AdmissionQueue;
import dev.escriba.speech.control.MemoryPcm;
import dev.escriba.speech.control.Samples;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.control.SpeechEngineContract;
import dev.escriba.speech.entity.EngineFailure;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteEngineTest implements SpeechEngineContract {

    private StubUpstream stub;
    private RemoteFixture fixture;

    @BeforeEach
    void start() throws IOException {
        stub = new StubUpstream();
        fixture = RemoteFixture.of(stub.url());
    }

    @AfterEach
    void stop() {
        fixture.close();
        stub.close();
    }

    @Override
    public SpeechEngine engine() {
        return fixture.engine;
    }

    /** A decoder has a permit that other recordings need while this one waits for its server. */
    @Override
    public boolean closesAtTheEnd() {
        return true;
    }

    @Override
    public float[] speech() {
        try {
            return Samples.speech("en");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RemoteFixture configured(String... more) {
        fixture.close();
        fixture = RemoteFixture.of(stub.url(), more);
        return fixture;
    }

    private Recognition recognize(RecognitionRequest request) throws InterruptedException {
        return fixture.engine.recognize(new MemoryPcm(speech()), request);
    }

    private static RecognitionRequest request(List<String> keywords, boolean words, Recording original) {
        return new RecognitionRequest(
                Optional.of(RemoteFixture.ID),
                Set.of("en"),
                "Größe 大",
                keywords,
                words,
                "account",
                Duration.ZERO,
                false,
                Optional.ofNullable(original),
                Optional.empty());
    }

    @Test
    void sendsTheFieldsOfTheRequestAndTheAudioAsWav() throws Exception {
        recognize(request(List.of("Escriba", "Payara"), false, null));

        assertThat(stub.received()).hasSize(1);
        StubUpstream.Received received = stub.received().get(0);
        assertThat(received.path()).isEqualTo("/v1/audio/transcriptions");
        assertThat(received.fields())
                .containsEntry("model", "whisper-1")
                .containsEntry("response_format", "verbose_json")
                .containsEntry("language", "en")
                .containsEntry("prompt", "Größe 大 Escriba, Payara")
                .hasSize(4);
        assertThat(received.fileName()).isEqualTo("audio.wav");
        assertThat(received.headers())
                .doesNotContainKeys("authorization", "transfer-encoding")
                .containsKeys("content-length", "idempotency-key");
        assertThat(received.file()).startsWith("RIFF").hasSize(44 + 2 * speech().length);
        byte[] file = received.file().getBytes(StandardCharsets.ISO_8859_1);
        float[] expected = speech();
        for (int i = 0; i < expected.length; i += 101) {
            int sample = (short) ((file[44 + 2 * i] & 0xFF) | (file[45 + 2 * i] << 8));
            assertThat(sample / 32768f).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-3f));
        }
    }

    @Test
    void passesTheUploadOnAsItCameWhereTheServerTakesItsFormat(@TempDir Path directory) throws Exception {
        Path copy = Files.copy(MediaFixture.mp3(), directory.resolve("secret name.mp3"));
        try (Upload upload = new Upload(copy, Files.size(copy), "secret name.mp3")) {
            Recording recording = MediaFixture.probe("mp3").probe(upload);
            recognize(request(List.of(), false, recording));
            byte[] sent = stub.received().get(0).file().getBytes(StandardCharsets.ISO_8859_1);
            assertThat(Arrays.equals(sent, Files.readAllBytes(copy))).isTrue();
            assertThat(stub.received().get(0).fileName()).isEqualTo("audio.mp3");

            configured("stub.formats", "wav,flac");
            recognize(request(List.of(), false, recording));
            assertThat(stub.received().get(1).fileName()).isEqualTo("audio.wav");

            configured("stub.formats", "none");
            recognize(request(List.of(), false, recording));
            assertThat(stub.received().get(2).fileName()).isEqualTo("audio.wav");
        }
    }

    /** A server may transcribe another track than the one whose length is paid for. */
    @Test
    void sendsTheDecodedAudioOfAFileWithTwoTracks(@TempDir Path directory) throws Exception {
        Path two = MediaFixture.make(
                "two-tracks.webm",
                "-i",
                MediaFixture.ENGLISH.toString(),
                "-t",
                "1",
                "-i",
                MediaFixture.ENGLISH.toString(),
                "-map",
                "0:a",
                "-map",
                "1:a",
                "-c:a",
                "libopus",
                "-disposition:a:0",
                "0",
                "-disposition:a:1",
                "default",
                "-metadata:s:a:0",
                "language=" + "too-long-for-a-pattern".repeat(3));
        Path copy = Files.copy(two, directory.resolve("two.webm"));
        try (Upload upload = new Upload(copy, Files.size(copy), "two.webm")) {
            Recording recording = MediaFixture.probe("webm").probe(upload);
            recognize(request(List.of(), false, recording));
        }
        assertThat(stub.received().get(0).fileName()).isEqualTo("audio.wav");
        assertThat(stub.received().get(0).file()).startsWith("RIFF").hasSize(44 + 2 * speech().length);
    }

    @Test
    void theProbeKnowsAFileWithASingleTrack(@TempDir Path directory) throws Exception {
        for (Path file : List.of(
                MediaFixture.mp3(),
                MediaFixture.videoMp4(),
                MediaFixture.videoMpeg(),
                MediaFixture.transportStream(),
                MediaFixture.telephoneWav(),
                MediaFixture.liveWebm(),
                MediaFixture.flac(),
                MediaFixture.ogg(),
                MediaFixture.quickTime())) {
            Path copy = Files.copy(file, directory.resolve(file.getFileName()));
            try (Upload upload = new Upload(copy, Files.size(copy), "")) {
                assertThat(MediaFixture.probe("mp3", "mp4", "mpeg", "wav", "webm", "flac", "ogg", "mov")
                                .probe(upload)
                                .facts()
                                .onlyTrack())
                        .as("%s", file)
                        .isTrue();
            }
        }
    }

    @Test
    void refusesARecordingThatIsLargerThanTheServerTakes() {
        configured("stub.max-upload-bytes", "1024");

        assertThatThrownBy(() -> recognize(request(List.of(), false, null)))
                .asInstanceOf(type(EngineFailure.class))
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(413));
        assertThat(stub.received()).isEmpty();
    }

    @Test
    void sendsItsKeyInTheHeaderOfTheServerAndShowsItNowhere(@TempDir Path directory) throws Exception {
        configured("stub.api-key", "sk-1234567890");
        recognize(request(List.of(), false, null));
        assertThat(stub.received().get(0).headers()).containsEntry("authorization", "Bearer sk-1234567890");

        Path file = Files.writeString(directory.resolve("key"), "from-a-file\n");
        configured("stub.api-key-file", file.toString(), "stub.key-header", "api-key");
        recognize(request(List.of(), false, null));
        assertThat(stub.received().get(1).headers())
                .containsEntry("api-key", "from-a-file")
                .doesNotContainKey("authorization");

        assertThat(RemoteFixture.settings("one.url", stub.url(), "one.api-key", "sk-1234567890"))
                .asString()
                .contains("(not shown)")
                .doesNotContain("sk-1234567890");
    }

    /** A server that knows the header charges the attempts of a run once, whichever node begins them. */
    @Test
    void allAttemptsOfARunHaveOneIdempotencyKey() throws Exception {
        UUID run = UUID.randomUUID();
        RecognitionRequest request = request(List.of(), false, null);
        recognize(request.ofRun(run));
        try (RemoteFixture anotherNode = RemoteFixture.of(stub.url())) {
            anotherNode.engine.recognize(new MemoryPcm(speech()), request.ofRun(run));
        }
        assertThat(keys()).as("two attempts").hasSize(2);
        assertThat(Set.copyOf(keys())).hasSize(1);

        recognize(request.ofRun(run).ofChannel(0));
        recognize(request.ofRun(run).ofChannel(1));
        recognize(request.ofRun(UUID.randomUUID()));
        recognize(request);
        recognize(request);
        assertThat(Set.copyOf(keys()))
                .as("one key for the attempts, one for each channel, one for another run, one for each unknown run")
                .hasSize(1 + 2 + 1 + 2);

        configured("other.url", stub.url());
        recognize(request.ofRun(run).to(RemoteFixture.OTHER));
        assertThat(Set.copyOf(keys())).as("a model that takes over").hasSize(7);
        configured("stub.words", "true");
        recognize(request(List.of(), true, null).ofRun(run));
        float[] decodedElsewhere = speech();
        decodedElsewhere[0] += 0.01f;
        fixture.engine.recognize(new MemoryPcm(decodedElsewhere), request.ofRun(run));
        assertThat(Set.copyOf(keys())).as("requests of other content").hasSize(9);
    }

    private List<String> keys() {
        return stub.received().stream()
                .map(received -> received.headers().get("idempotency-key"))
                .toList();
    }

    @Test
    void asksNoServerAboutARecordingWithoutSpeech() throws Exception {
        Recognition recognition =
                fixture.engine.recognize(new MemoryPcm(Samples.silence(3)), request(List.of(), false, null));

        assertThat(recognition.text()).isEmpty();
        assertThat(recognition.promptTokens()).isZero();
        assertThat(stub.received()).isEmpty();
    }

    @Test
    void countsTheTokensThatTheServerCounted() throws Exception {
        stub.answers(StubUpstream.json(200, """
                {"text":"Hi.","usage":{"type":"tokens","input_tokens":14,"output_tokens":45,"total_tokens":59}}"""));

        Recognition recognition = recognize(request(List.of(), false, null));

        assertThat(recognition.promptTokens()).isEqualTo(14);
        assertThat(recognition.completionTokens()).isEqualTo(45);
    }

    @Test
    void estimatesTheTokensOfAServerThatCountsSeconds() throws Exception {
        configured("stub.response-format", "json");
        stub.answers(
                StubUpstream.json(200, "{\"text\":\"Hello there.\",\"usage\":{\"type\":\"duration\",\"seconds\":9}}"));

        Recognition recognition = recognize(new RecognitionRequest(Set.of("en"), ""));

        long seconds =
                PcmStream.length(speech().length).plusSeconds(1).minusNanos(1).toSeconds();
        assertThat(recognition.promptTokens()).isEqualTo((int) (50 * seconds));
        assertThat(recognition.completionTokens()).isEqualTo(3);
        assertThat(stub.received().get(0).fields()).containsEntry("response_format", "json");
    }

    /** faster-whisper and whisper.cpp may end the last segment with the window of 30 s. */
    @Test
    void aSegmentThatEndsWithTheWindowOfTheModelEndsWithTheAudio() throws Exception {
        configured("stub.words", "true");
        stub.answers(StubUpstream.json(200, """
                {"text":"The quick fox. It jumps.","language":"en",
                 "segments":[{"start":0,"end":1.0,"text":"The quick fox."},
                             {"start":1.0,"end":30.0,"text":" It jumps."}],
                 "words":[{"word":"The","start":0,"end":0.2},{"word":"jumps.","start":1.2,"end":30.0}]}"""));

        Recognition recognition = recognize(request(List.of(), true, null));

        assertThat(recognition.duration()).isLessThan(Duration.ofSeconds(20));
        assertThat(recognition.segments()).hasSize(2);
        Segment last = recognition.segments().get(1);
        assertThat(last.start()).isEqualTo(Duration.ofSeconds(1));
        assertThat(last.end()).isEqualTo(recognition.duration());
        assertThat(last.words()).hasSize(1);
        assertThat(last.words().get(0).end()).isEqualTo(recognition.duration());
    }

    @Test
    void makesOneSegmentOfTheSpeechWhereTheServerTellsNone() throws Exception {
        stub.answers(StubUpstream.json(200, "{\"text\":\"Hello there.\"}"));

        Recognition recognition = recognize(new RecognitionRequest(Set.of("en", "es"), ""));

        assertThat(recognition.segments()).hasSize(1);
        Segment only = recognition.segments().get(0);
        assertThat(only.text()).isEqualTo("Hello there.");
        assertThat(only.end()).isGreaterThan(only.start()).isLessThanOrEqualTo(recognition.duration());
        assertThat(recognition.language()).as("the server did not tell it").isEmpty();
        assertThat(stub.received().get(0).fields()).doesNotContainKey("language");
    }

    /** The stored transcript and streams have the text of the segments. */
    @Test
    void theTextIsThatOfTheSegments() throws Exception {
        stub.answers(StubUpstream.json(200, """
                {"text":"Hello there.  It   works!","segments":[{"start":0,"end":1.0,"text":" Hello there."},
                 {"start":1.0,"end":2.0,"text":" It works"}]}"""));
        assertThat(recognize(request(List.of(), false, null)).text()).isEqualTo("Hello there. It works");

        stub.answers(StubUpstream.json(200, """
                {"text":"昨日。今日。","segments":[{"start":0,"end":1.0,"text":"昨日。"},
                 {"start":1.0,"end":2.0,"text":"今日。"}]}"""));
        Recognition japanese = recognize(request(List.of(), false, null));
        assertThat(japanese.text()).isEqualTo("昨日。今日。");
        assertThat(japanese.segments()).hasSize(2);
    }

    @Test
    void segmentsThatSaySomethingElseThanTheTextAreOneSegment() throws Exception {
        stub.answers(StubUpstream.json(200, """
                {"text":"Hello there. It works.","segments":[{"start":0.5,"end":1.0,"text":" Hello there."}]}"""));

        Recognition recognition = recognize(request(List.of(), false, null));

        assertThat(recognition.text()).isEqualTo("Hello there. It works.");
        assertThat(recognition.segments()).extracting(Segment::text).containsExactly("Hello there. It works.");
        assertThat(recognition.segments().get(0).start()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void numbersThatTheServerDoesNotTellAreNotKnown() throws Exception {
        configured("stub.words", "true");
        stub.answers(StubUpstream.json(200, """
                {"text":"Hi.","segments":[{"start":0,"end":1.0,"text":"Hi."}],
                 "words":[{"word":"Hi.","start":0,"end":1.0}]}"""));

        Segment segment = recognize(request(List.of(), true, null)).segments().get(0);

        assertThat(segment.meanLogProbability()).isNaN();
        assertThat(segment.noSpeechProbability()).isNaN();
        assertThat(segment.words()).hasSize(1).allSatisfy(word -> assertThat(word.probability())
                .isNaN());
        assertThat(fixture.engine.knowsTokens(request(List.of(), false, null))).isFalse();
    }

    /** Clients of OpenAI repeat a request after 502, 503 and 504 unless the answer says that it does not help. */
    @Test
    void aFailureSaysWhetherANewTryMayHelp() {
        assertThat(Stream.of(Fault.values()).filter(Fault::isRepeatable))
                .containsExactlyInAnyOrder(
                        Fault.UNREACHABLE,
                        Fault.CUT,
                        Fault.BUSY,
                        Fault.IN_PROGRESS,
                        Fault.UNAVAILABLE,
                        Fault.FAILED,
                        Fault.OPEN);
        assertThatThrownBy(() -> recognize(request(List.of(), false, null).to(RemoteFixture.OTHER)))
                .asInstanceOf(type(EngineFailure.class))
                .satisfies(failure -> {
                    assertThat(failure.isRepeatable()).isFalse();
                    assertThat(failure.retryAfter()).isEmpty();
                });
    }

    @Test
    void tellsWordsWhereTheServerDoes() throws Exception {
        assertThat(fixture.engine.knowsWords(request(List.of(), true, null))).isFalse();
        configured("stub.words", "true");
        stub.answers(StubUpstream.json(200, """
                {"text":"The quick fox. It jumps.","language":"en",
                 "segments":[{"start":0,"end":1.0,"text":"The quick fox."},{"start":1.0,"end":4.5,"text":" It jumps."}],
                 "words":[{"word":"The","start":0,"end":0.2},{"word":"quick","start":0.2,"end":0.5},
                          {"word":"fox.","start":0.5,"end":0.9},{"word":"It","start":1.0,"end":1.1},
                          {"word":"jumps.","start":1.2,"end":4.5}]}"""));

        Recognition recognition = recognize(request(List.of(), true, null));

        assertThat(fixture.engine.knowsWords(request(List.of(), true, null))).isTrue();
        assertThat(stub.received().get(0).fields()).containsEntry("timestamp_granularities[]", "word,segment");
        assertThat(recognition.segments())
                .extracting(segment -> segment.words().size())
                .containsExactly(3, 2);
        assertThat(recognition.segments().get(1).words()).allSatisfy(word -> {
            assertThat(word.start())
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1))
                    .isLessThan(word.end());
            assertThat(word.end()).isLessThanOrEqualTo(recognition.duration());
        });
    }

    @Test
    void aModelWhoseServerIsNotConfiguredIsDownAndTheOthersWork() throws Exception {
        assertThat(fixture.engine.readiness(RemoteFixture.ID).isUp()).isTrue();
        assertThat(fixture.engine.readiness(RemoteFixture.OTHER).reason().orElseThrow())
                .contains("other");
        assertThatThrownBy(() -> recognize(request(List.of(), false, null).to(RemoteFixture.OTHER)))
                .asInstanceOf(type(EngineFailure.class))
                .satisfies(failure -> {
                    assertThat(failure.status()).isEqualTo(503);
                    assertThat(failure.reason()).isEqualTo("remote-unconfigured");
                });
        assertThatThrownBy(() ->
                        fixture.engine.knowsWords(request(List.of(), true, null).to(RemoteFixture.OTHER)))
                .asInstanceOf(type(EngineFailure.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo("remote-unconfigured"));
        assertThat(recognize(request(List.of(), false, null)).text()).isEqualTo("The quick brown fox.");
        assertThat(fixture.engine.readiness().isUp()).isTrue();
    }

    /** The runs of one model do not wait for those of another one. */
    @Test
    void eachModelHasPlacesOfItsOwn() throws Exception {
        configured(
                "stub.concurrent-runs",
                "1",
                "stub.waiting-line",
                "0",
                "other.url",
                stub.url(),
                "other.waiting-line",
                "0");
        AdmissionQueue processors = new AdmissionQueue(1, 0, 1);
        try (var place = fixture.engine
                .admission(processors, Optional.of(RemoteFixture.ID))
                .enter("a", Duration.ZERO)) {
            assertThatThrownBy(() -> fixture.engine
                            .admission(processors, Optional.of(RemoteFixture.ID))
                            .enter("b", Duration.ZERO))
                    .hasMessageContaining("503");
            fixture.engine
                    .admission(processors, Optional.of(RemoteFixture.OTHER))
                    .enter("b", Duration.ZERO)
                    .close();
            place.reached(Duration.ofSeconds(1));
        }
        assertThat(fixture.engine.name()).isEqualTo(AiModel.REMOTE);
    }
}
