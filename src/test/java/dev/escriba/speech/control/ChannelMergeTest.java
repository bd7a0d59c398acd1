package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.SegmentListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Several channels of one recording. */
class ChannelMergeTest {

    private static Segment segment(int from, int to, String text, String language) {
        return new Segment(Duration.ofSeconds(from), Duration.ofSeconds(to), text, language, -0.1);
    }

    private static Recognition recognition(int seconds, Segment... segments) {
        return new Recognition(
                "", Optional.empty(), List.of(segments), Duration.ofSeconds(seconds), segments.length, 10 * seconds);
    }

    @Test
    void ordersSegmentsByTheirBeginnings() {
        ChannelMerge merge = new ChannelMerge();
        merge.add(0, recognition(9, segment(0, 9, "a", "en"), segment(9, 9, "e", "en")));
        merge.add(2, recognition(9, segment(1, 2, "b", "en"), segment(3, 4, "d", "en")));
        merge.add(5, recognition(9, segment(2, 8, "c", "en")));
        assertThat(merge.recognition().text()).isEqualTo("a b c d e");
        assertThat(merge.recognition().segments())
                .extracting(segment -> segment.channel().orElseThrow())
                .containsExactly(0, 2, 5, 2, 0);
    }

    @Test
    void keepsTheOrderOfChannelsWhereSegmentsBeginTogether() {
        ChannelMerge merge = new ChannelMerge();
        merge.add(0, recognition(5, segment(1, 5, "a", "en"), segment(1, 2, "b", "en")));
        merge.add(1, recognition(5, segment(1, 1, "c", "en")));
        assertThat(merge.recognition().text()).isEqualTo("a b c");
    }

    @Test
    void addsTokensAndKeepsTheDurationOfTheRecording() {
        ChannelMerge merge = new ChannelMerge();
        merge.add(0, recognition(5, segment(0, 1, "a", "en")));
        merge.add(1, recognition(5, segment(0, 1, "b", "en"), segment(2, 3, "c", "en")));
        assertThat(merge.recognition().completionTokens()).isEqualTo(3);
        assertThat(merge.recognition().promptTokens()).isEqualTo(100);
        assertThat(merge.recognition().duration()).isEqualTo(Duration.ofSeconds(5));
        assertThat(merge.audio()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void namesTheLanguageWithMostSpeech() {
        ChannelMerge merge = new ChannelMerge();
        merge.add(0, recognition(9, segment(0, 3, "a", "en"), segment(5, 6, "b", "es")));
        merge.add(1, recognition(9, segment(0, 4, "c", "es")));
        assertThat(merge.recognition().language()).contains("es");
        assertThat(new ChannelMerge().recognition().language()).isEmpty();
    }

    @Test
    void tellsAnUnknownLanguageWhereNoChannelHasAText() {
        Recognition silent = recognition(9);
        Recognition unknown = new Recognition("", Optional.empty(), List.of(), Duration.ofSeconds(9), 0, 90, true);
        assertThat(merged(silent, silent).unknownLanguage()).isFalse();
        assertThat(merged(unknown, silent).unknownLanguage()).isTrue();
        assertThat(merged(silent, unknown).unknownLanguage()).isTrue();
        assertThat(merged(unknown, recognition(9, segment(0, 3, "a", "en"))).unknownLanguage())
                .isFalse();
    }

    private static Recognition merged(Recognition first, Recognition second) {
        ChannelMerge merge = new ChannelMerge();
        merge.add(0, first);
        merge.add(1, second);
        return merge.recognition();
    }

    @Test
    void countsTheAudioOfAllChannelsForThePlace() throws Exception {
        List<Duration> asked = new ArrayList<>();
        List<Duration> told = new ArrayList<>();
        Admission.Place place = new Admission.Place() {
            @Override
            public boolean reachedAtOnce(Duration audio) {
                asked.add(audio);
                return false;
            }

            @Override
            public void reached(Duration audio) {
                told.add(audio);
            }

            @Override
            public void close() {
                throw new AssertionError("the run keeps its place");
            }
        };
        recognition().recognizeChannels("scripted", english(), place, tones(), SegmentListener.NONE);
        assertThat(told.get(told.size() - 1)).isEqualTo(Duration.ofSeconds(6));
        assertThat(told).isSorted().isEqualTo(asked);
    }

    @Test
    void tellsTheSegmentsOfSeveralChannelsInTheOrderOfTheResult() throws Exception {
        List<Segment> told = new ArrayList<>();
        scripted.saysInTurn(segment(0, 1, "a", "en"), segment(2, 3, "c", "en")).saysInTurn(segment(1, 2, "b", "en"));
        Recognition result = recognition().recognizeChannels("scripted", english(), free(), tones(), told::add);
        assertThat(result.text()).isEqualTo("a b c");
        assertThat(told).isEqualTo(result.segments());
    }

    private final ScriptedEngine scripted = new ScriptedEngine("scripted", Set.of("en"));

    private SpeechRecognition recognition() {
        return new SpeechRecognition(new EngineRegistry(
                List.of(scripted),
                new AdmissionQueue(1, 0, 1),
                new Models(List.of(new AiModel(
                        UUID.randomUUID(),
                        "Brought",
                        "Test",
                        "scripted",
                        List.of("en"),
                        true,
                        "none",
                        Optional.empty(),
                        false)))));
    }

    private static RecognitionRequest english() {
        return new RecognitionRequest(Set.of("en"), "");
    }

    /** Two channels of 3 s. */
    private static List<ChannelAudio> tones() {
        return List.of(
                new ChannelAudio(0, () -> new MemoryPcm(Samples.tone(440, 0.5, 3))),
                new ChannelAudio(1, () -> new MemoryPcm(Samples.tone(700, 0.5, 3))));
    }

    private static Admission.Place free() {
        return new Admission.Place() {
            @Override
            public void reached(Duration audio) {}

            @Override
            public boolean reachedAtOnce(Duration audio) {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
