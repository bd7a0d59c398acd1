package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Answer;
import dev.escriba.media.MediaFixture;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.ChannelAudio;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.moonshine.MoonshineFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A made call: an English speaker on the first channel, a Spanish one on the second, who interrupt each other. */
class CallTest {

    private static final String TERMS = "src/test/resources/speech/terms/";

    /** Each sentence begins at its second, on its channel. */
    private static final List<Sentence> SENTENCES = List.of(
            new Sentence(0, 0, "en-products-03.opus", "look at the"),
            new Sentence(1, 2, "es-products-35.opus", "antes de comer"),
            new Sentence(0, 8, "en-drugs-24.opus", "for his blood pressure"),
            new Sentence(1, 9, "es-products-36.opus", "las facturas se guardan"),
            new Sentence(1, 16, "es-products-40.opus", "cada noche"),
            new Sentence(0, 17, "en-people-12.opus", "about the delivery"));

    /** @param words that the models recognise in it */
    private record Sentence(int channel, int second, String file, String words) {}

    @TempDir
    static Path data;

    private static LoadedSpeech speech;

    @BeforeAll
    static void load() throws Exception {
        speech = LoadedSpeech.start(MoonshineFixture.data().root());
    }

    @AfterAll
    static void close() {
        speech.close();
    }

    private static Path wav() {
        Stream<String> inputs = SENTENCES.stream().flatMap(sentence -> Stream.of("-i", TERMS + sentence.file()));
        StringBuilder graph = new StringBuilder();
        for (int i = 0; i < SENTENCES.size(); i++) {
            graph.append("[%d:a]adelay=%d[s%d];"
                    .formatted(i, 1_000 * SENTENCES.get(i).second(), i));
        }
        String call = graph + channel(0) + channel(1) + "[c0][c1]join=inputs=2:channel_layout=stereo";
        return MediaFixture.make(
                "interrupted-call.wav",
                Stream.concat(inputs, Stream.of("-filter_complex", call, "-t", "24", "-ar", "16000"))
                        .toArray(String[]::new));
    }

    private static String channel(int channel) {
        String sentences = Stream.iterate(0, i -> i < SENTENCES.size(), i -> i + 1)
                .filter(i -> SENTENCES.get(i).channel() == channel)
                .map(i -> "[s" + i + "]")
                .collect(Collectors.joining());
        return sentences + "amix=inputs=3:normalize=0,apad=whole_dur=24[c" + channel + "];";
    }

    private static Path mp3() {
        return MediaFixture.make("interrupted-call.mp3", "-i", wav().toString(), "-b:a", "128k");
    }

    private static Path mono(Path call, int channel) {
        String name = call.getFileName().toString().replace('.', '-') + "-" + channel + ".wav";
        return MediaFixture.make(
                name, "-i", call.toString(), "-af", "pan=mono|c0=c" + channel, "-ar", "16000", "-c:a", "pcm_f32le");
    }

    static Stream<Path> calls() {
        return Stream.of(wav(), mp3());
    }

    @ParameterizedTest
    @MethodSource("calls")
    void hasTheWordsOfEachChannelAsIfItWereAlone(Path call) throws Exception {
        Recognition recognition = byChannel(call);
        for (int channel : List.of(0, 1)) {
            Recognition alone;
            try (Upload upload = upload(mono(call, channel));
                    PcmStream audio = decoder().decode(recording(upload))) {
                alone = speech.engine().recognize(audio, request());
            }
            assertThat(words(segments(recognition, channel))).isEqualTo(words(alone.segments()));
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void namesTheSpeakerOfEverySegment(Path call) throws Exception {
        Recognition recognition = byChannel(call);
        assertThat(recognition.segments()).allSatisfy(segment -> assertThat(segment.language())
                .isEqualTo(segment.channel().orElseThrow() == 0 ? "en" : "es"));
        for (Sentence sentence : SENTENCES) {
            assertThat(words(segments(recognition, sentence.channel()))).contains(sentence.words());
            assertThat(words(segments(recognition, 1 - sentence.channel()))).doesNotContain(sentence.words());
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void writesWhatIsSaidInOrderOfTime(Path call) throws Exception {
        Recognition recognition = byChannel(call);
        assertThat(recognition.segments()).extracting(Segment::start).isSorted();
        assertThat(recognition.duration()).isBetween(Duration.ofMillis(24_000), Duration.ofMillis(24_100));
        assertThat(recognition.text())
                .isEqualTo(recognition.segments().stream().map(Segment::text).collect(Collectors.joining(" ")));
        assertThat(Answer.words(recognition.text()))
                .containsSubsequence("look at the", "antes de comer", "cada noche", "about the delivery");
    }

    private static Recognition byChannel(Path call) throws IOException, InterruptedException {
        try (Upload upload = upload(call)) {
            Recording recording = recording(upload);
            MediaDecoder decoder = decoder();
            List<Integer> channels =
                    decoder.channels(OpenRecording.of(recording)).separate();
            assertThat(channels).containsExactly(0, 1);
            try (Admission.Place place = speech.recognition().admit("embedded", "account")) {
                return speech.recognition()
                        .recognizeChannels(
                                "embedded",
                                request(),
                                place,
                                channels.stream()
                                        .map(channel ->
                                                new ChannelAudio(channel, () -> decoder.decode(recording, channel)))
                                        .toList(),
                                SegmentListener.NONE);
            }
        }
    }

    private static RecognitionRequest request() {
        return new RecognitionRequest(Set.of("en", "es"), "");
    }

    private static MediaDecoder decoder() {
        return MediaFixture.decoder();
    }

    private static Recording recording(Upload upload) {
        return MediaFixture.probe("wav", "mp3").probe(upload);
    }

    private static Upload upload(Path recording) throws IOException {
        Path copy = Files.copy(recording, data.resolve("upload" + System.nanoTime()));
        return new Upload(copy, Files.size(copy), null);
    }

    private static List<Segment> segments(Recognition recognition, int channel) {
        return recognition.segments().stream()
                .filter(segment -> segment.channel().orElseThrow() == channel)
                .toList();
    }

    private static String words(List<Segment> segments) {
        return Answer.words(segments.stream().map(Segment::text).collect(Collectors.joining(" ")));
    }
}
