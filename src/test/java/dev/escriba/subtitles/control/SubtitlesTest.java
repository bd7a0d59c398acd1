package dev.escriba.subtitles.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.escriba.media.MediaFixture;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubtitlesTest {

    private static final Map<Integer, String> NAMES = Map.of(0, "Anna", 1, "A & B <Ltd>");

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    static Stream<List<ReadCue>> files() {
        return seeds().boxed().flatMap(seed -> {
            List<Segment> segments = new MadeTranscripts(seed).next();
            return Stream.of(
                    ReadCue.subRip(Subtitles.subRip(segments)),
                    ReadCue.subRip(Subtitles.subRip(segments, NAMES)),
                    ReadCue.webVtt(Subtitles.webVtt(segments)),
                    ReadCue.webVtt(Subtitles.webVtt(segments, NAMES)));
        });
    }

    @Test
    void cuesHaveTwoLinesOf42CharactersAndSevenSeconds() {
        assertThat(files()).allSatisfy(cues -> assertThat(cues).allSatisfy(cue -> {
            assertThat(cue.lines()).hasSizeBetween(1, 2).allSatisfy(line -> assertThat(
                            line.contains(" ") ? line.codePointCount(0, line.length()) : 0)
                    .as(line)
                    .isLessThanOrEqualTo(42));
            assertThat(cue.end() - cue.start()).isBetween(1L, 7_000L);
        }));
    }

    @Test
    void cuesDoNotOverlap() {
        assertThat(files()).allSatisfy(cues -> {
            for (int i = 1; i < cues.size(); i++) {
                assertThat(cues.get(i).start())
                        .isGreaterThanOrEqualTo(cues.get(i - 1).end());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noWordIsLostDividedOrMoved(long seed) {
        List<Segment> segments = new MadeTranscripts(seed).next();

        for (int channel = -1; channel < 4; channel++) {
            OptionalInt wanted = channel < 0 ? OptionalInt.empty() : OptionalInt.of(channel);
            List<Segment> own = segments.stream()
                    .filter(segment -> segment.channel().equals(wanted))
                    .toList();
            String words = String.join(" ", own.stream().map(Segment::text).toList())
                    .strip()
                    .replaceAll("\\s+", " ");

            assertThat(text(ReadCue.webVtt(Subtitles.webVtt(own)))).isEqualTo(words);
            assertThat(text(ReadCue.subRip(Subtitles.subRip(own)))).isEqualTo(words.replaceAll("--+>", "->"));
        }
    }

    private static String text(List<ReadCue> cues) {
        return String.join(" ", cues.stream().map(ReadCue::text).toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothFormatsHaveTheSameCues(long seed) {
        List<Segment> segments = new MadeTranscripts(seed).next();
        List<Segment> harmless = segments.stream()
                .filter(segment -> !segment.text().contains("-->"))
                .toList();

        assertThat(ReadCue.subRip(Subtitles.subRip(harmless))).isEqualTo(ReadCue.webVtt(Subtitles.webVtt(harmless)));
    }

    @Test
    void aTranscriptWithoutTextIsAnEmptyBody() {
        Segment blank = segment(0, 3_000, " \n ");

        for (List<Segment> silence : List.of(List.<Segment>of(), List.of(blank))) {
            assertThat(Subtitles.subRip(silence)).isEmpty();
            assertThat(Subtitles.webVtt(silence)).isEqualTo("WEBVTT\n\n");
        }
        assertThat(Subtitles.plainText(List.of())).isEmpty();
        assertThat(Subtitles.plainText(List.of(), NAMES)).isEmpty();
    }

    @Test
    void writesBothFormatsToTheLetter() {
        List<Segment> segments = List.of(
                segment(1_005, 2_500, "Good morning."), segment(3_600_000 * 100L, 3_600_000 * 100L + 1, "R&D <now>"));

        assertThat(Subtitles.subRip(segments)).isEqualTo("""
                        1
                        00:00:01,005 --> 00:00:02,500
                        Good morning.

                        2
                        100:00:00,000 --> 100:00:00,001
                        R&D <now>

                        """);
        assertThat(Subtitles.webVtt(segments)).isEqualTo("""
                        WEBVTT

                        00:00:01.005 --> 00:00:02.500
                        Good morning.

                        100:00:00.000 --> 100:00:00.001
                        R&amp;D &lt;now&gt;

                        """);
    }

    @Test
    void noTextContainsTheArrowOfTheTimes() {
        List<Segment> segments = List.of(segment(0, 2_000, "Go --> there, a---->b"));

        assertThat(Subtitles.webVtt(segments)).containsOnlyOnce("-->");
        assertThat(Subtitles.subRip(segments)).containsOnlyOnce("-->").contains("Go -> there, a->b");
    }

    @Test
    void speakersAreNamed() {
        List<Segment> segments = List.of(
                segment(0, 1_000, "Hello.").of(0),
                segment(1_000, 2_000, "Good morning.").of(0),
                segment(2_000, 3_000, "Who is it?").of(1),
                segment(3_000, 4_000, "Nobody knows.").of(2));

        assertThat(Subtitles.webVtt(segments, NAMES))
                .contains("\n<v Anna>Hello.\n", "\n<v A &amp; B &lt;Ltd&gt;>Who is it?\n", "\nNobody knows.\n");
        assertThat(Subtitles.subRip(segments, NAMES))
                .contains("\nAnna: Hello.\n", "\nA & B <Ltd>: Who is it?\n", "\nNobody knows.\n");
        assertThat(Subtitles.plainText(segments, NAMES))
                .isEqualTo("Anna: Hello. Good morning.\nA & B <Ltd>: Who is it?\nNobody knows.");
        assertThat(Subtitles.plainText(segments)).isEqualTo("Hello. Good morning. Who is it? Nobody knows.");
    }

    @Test
    void aNameOfManyLinesIsOneLine() {
        List<Segment> segments = List.of(segment(0, 1_000, "Hello.").of(0));

        assertThat(Subtitles.webVtt(segments, Map.of(0, "Anna\n\n00:01 --> 00:02\n")))
                .contains("<v Anna 00:01 --&gt; 00:02>Hello.");
        assertThat(Subtitles.subRip(segments, Map.of(0, " \n"))).contains("\nHello.\n");
    }

    @Test
    void namesInSubRipTakeRoomOnTheLine() {
        List<Segment> segments = List.of(segment(0, 5_000, "one two three four five six seven eight nine ten")
                .of(0));

        assertThat(ReadCue.subRip(Subtitles.subRip(segments, Map.of(0, "x".repeat(60)))))
                .allSatisfy(cue -> assertThat(cue.lines()).hasSize(2).first().isEqualTo("x".repeat(60) + ":"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The first sentence is rather short. The second one goes on for a while, and it needs a cue of its own.
            She said: "I will not come to the meeting." He answered that he would not come there either, never.
            ¿Cuándo empieza la reunión de mañana? Empieza a las nueve, pero yo llegaré un poco más tarde.
            """)
    void aCueEndsWithItsSentence(String text) {
        List<ReadCue> cues = ReadCue.webVtt(Subtitles.webVtt(List.of(segment(0, 9_000, text))));

        assertThat(cues).hasSize(2).first().satisfies(cue -> assertThat(cue.text())
                .matches(".*[.?]\"?$"));
    }

    @Test
    void sentencesThatFitAreNeverDividedElsewhereThanAtPunctuation() {
        for (long seed : seeds().toArray()) {
            String text = new MadeTranscripts(seed)
                    .next().stream().map(Segment::text).reduce("", (one, other) -> one + " " + other);
            List<String> sentences = Arrays.stream(text.strip().split("(?<=end\\.)\\s+", -1))
                    .map(sentence -> sentence.replaceAll("\\s+", " "))
                    .filter(sentence -> CueLines.fit(List.of(sentence.split("(?= )", -1))))
                    .toList();
            // a tenth of a second for each letter: no limit on time
            String all = String.join(" ", sentences);
            if (all.isBlank()) {
                continue;
            }
            List<ReadCue> cues = ReadCue.webVtt(Subtitles.webVtt(List.of(segment(0, all.length() * 10L, all))));

            assertThat(cues.subList(0, cues.size() - 1)).allSatisfy(cue -> assertThat(
                            Break.after(cue.text().substring(cue.text().lastIndexOf(' ') + 1)))
                    .as(cue.text())
                    .isNotEqualTo(Break.WORD));
        }
    }

    @Test
    void aLineEndsAtPunctuationOrInTheMiddle() {
        assertThat(lines("We can leave now, if you have found your keys."))
                .containsExactly("We can leave now,", "if you have found your keys.");
        assertThat(lines("We can leave at once when you have found your keys"))
                .containsExactly("We can leave at once when", "you have found your keys");
    }

    private static List<String> lines(String text) {
        return ReadCue.webVtt(Subtitles.webVtt(List.of(segment(0, 3_000, text))))
                .get(0)
                .lines();
    }

    @Test
    void theTimesOfWordsCountWhereTheyAreKnown() {
        String first = "These are the words of a sentence that is long enough.";
        String second = "These are the words of another one that is just as long.";
        List<Word> words = new ArrayList<>();
        for (String word : (first + " " + second).split(" ", -1)) {
            long at = words.size() < 11 ? 100L * words.size() : 10_000 + 100L * words.size();
            words.add(new Word(word, Duration.ofMillis(at), Duration.ofMillis(at + 90), 0.9));
        }
        Segment segment = new Segment(
                Duration.ZERO,
                Duration.ofSeconds(20),
                first + " " + second,
                "en",
                -0.1,
                0,
                List.of(),
                words,
                OptionalInt.empty());

        assertThat(ReadCue.webVtt(Subtitles.webVtt(List.of(segment))))
                .extracting(ReadCue::start, ReadCue::end)
                .containsExactly(tuple(0L, 1_090L), tuple(11_100L, 12_290L));
    }

    @Test
    void withoutTimesOfWordsTheLettersCount() {
        String text = "a".repeat(30) + ". " + "b".repeat(39) + ". " + "c".repeat(30) + ". " + "d".repeat(39) + ".";

        assertThat(ReadCue.webVtt(Subtitles.webVtt(List.of(segment(1_000, 15_200, text)))))
                .extracting(ReadCue::start, ReadCue::end)
                .containsExactly(
                        tuple(1_000L, 4_100L), tuple(4_100L, 8_100L), tuple(8_100L, 11_200L), tuple(11_200L, 15_200L));
    }

    /** Japanese and Thai: a recording of a minute in one segment, as a remote model may tell it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "今日はいい天気ですね。明日も晴れるといいのですが、予報では雨だそうです。傘を持って行きましょう！",
                "我们今天讨论的是如何在没有空格的文字里换行，这并不像看起来那么简单。",
                "วันนี้อากาศดีมากและพรุ่งนี้ก็น่าจะดีเหมือนกันแต่พยากรณ์บอกว่าฝนจะตก",
                "ラーメンとコーヒーをJavaのプログラマーが注文しました、３００円です。"
            })
    void textWithoutSpacesIsDividedBetweenCharacters(String sentence) {
        String text = sentence.repeat(12);
        List<ReadCue> cues = ReadCue.webVtt(Subtitles.webVtt(List.of(segment(0, 60_000, text))));

        assertThat(cues).hasSizeGreaterThan(8).allSatisfy(cue -> {
            assertThat(cue.end() - cue.start()).isBetween(1L, 7_000L);
            assertThat(cue.lines())
                    .hasSizeBetween(1, 2)
                    .allSatisfy(line ->
                            assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(42))
                    .allSatisfy(line -> assertThat(line).doesNotMatch("[。、，！ー].*"));
        });
        assertThat(cues.get(cues.size() - 1).end()).isEqualTo(60_000);
        assertThat(cues.stream().flatMap(cue -> cue.lines().stream()).collect(Collectors.joining()))
                .isEqualTo(text);
    }

    @Test
    void wordsOfScriptsWithoutSpacesAreJoinedAndOthersAreNot() {
        List<Word> words = Stream.of("私は", "Java", "が", "好き", "です。")
                .map(word -> new Word(word, Duration.ZERO, Duration.ofSeconds(1), 0.9))
                .toList();
        Segment segment = new Segment(
                Duration.ZERO,
                Duration.ofSeconds(2),
                "私はJavaが好きです。",
                "ja",
                -0.1,
                0,
                List.of(),
                words,
                OptionalInt.empty());

        assertThat(Subtitles.webVtt(List.of(segment))).contains("\n私は Java が好きです。\n");
        assertThat(Subtitles.subRip(List.of(segment.of(0)), Map.of(0, "私"))).contains("\n私: 私は Java が好きです。\n");
        assertThat(Subtitles.webVtt(List.of(segment(0, 2_000, "昨日 今日")))).contains("\n昨日 今日\n");
    }

    @Test
    void textOfSegmentsWithoutSpacesIsJoinedWithoutOne() {
        List<Segment> segments =
                List.of(segment(0, 1_000, "昨日。"), segment(1_000, 2_000, "今日"), segment(2_000, 3_000, "and now"));

        assertThat(Subtitles.plainText(segments)).isEqualTo("昨日。今日 and now");
        assertThat(Subtitles.plainText(segments.stream().map(one -> one.of(0)).toList(), Map.of(0, "A")))
                .isEqualTo("A: 昨日。今日 and now");
    }

    @Test
    void speakersWhoSpeakAtOnceShareTheTime() {
        List<Segment> segments = List.of(
                segment(0, 4_000, "Anna talks.").of(0),
                segment(0, 4_000, "So does Ben.").of(1));

        assertThat(ReadCue.webVtt(Subtitles.webVtt(segments)))
                .extracting(ReadCue::start, ReadCue::end)
                .containsExactly(tuple(0L, 1_000L), tuple(1_000L, 4_000L));
    }

    @ParameterizedTest
    @CsvSource({"srt", "vtt"})
    void ffmpegReadsTheSameCues(String format) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String text = "This is sentence number " + i + ", which says nothing at all. "
                    + "Another one follows it, so that there is more than one cue in a segment: number " + i + ".";
            segments.add(segment(10_000 * i + 7, 10_000 * i + 9_003, text));
        }
        segments.add(segment(3_600_000 * 101L, 3_600_000 * 101L + 2_000, "R&D, after 101 hours"));
        boolean subRip = format.equals("srt");
        Path file = Files.writeString(
                directory.resolve("made." + format), subRip ? Subtitles.subRip(segments) : Subtitles.webVtt(segments));
        List<ReadCue> cues = ReadCue.webVtt(Subtitles.webVtt(segments));

        Path read = MediaFixture.make("subtitles-" + format + ".srt", "-i", file.toString(), "-c:s", "srt");
        try {
            assertThat(cues).hasSizeGreaterThan(100);
            assertThat(ReadCue.subRip(Files.readString(read))).isEqualTo(cues);
        } finally {
            Files.delete(read);
        }
    }

    private static Segment segment(long start, long end, String text) {
        return new Segment(Duration.ofMillis(start), Duration.ofMillis(end), text, "en", -0.1);
    }
}
