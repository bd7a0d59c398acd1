package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/** Makes transcripts of all kinds, the same ones in each run. */
final class MadeTranscripts {

    private static final List<String> ODD = List.of(
            "-->",
            "a<b",
            "&amp;",
            "<i>",
            "1",
            "00:00:01,000",
            "¿Qué?",
            "naïve",
            "😀😀",
            "WEBVTT",
            "NOTE",
            "a--->b",
            "…");

    private final Random random;

    MadeTranscripts(long seed) {
        random = new Random(seed);
    }

    List<Segment> next() {
        List<Segment> segments = new ArrayList<>();
        int channels = random.nextInt(4);
        boolean words = random.nextBoolean();
        long time = random.nextInt(4) == 0 ? 500_000_000L : random.nextInt(1000);
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            long length = random.nextInt(5) == 0 ? 0 : random.nextInt(26_000);
            List<String> texts = texts();
            OptionalInt channel = channels == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(channels));
            segments.add(new Segment(
                    Duration.ofMillis(time),
                    Duration.ofMillis(time + length),
                    String.join(random.nextInt(6) == 0 ? " \n" : " ", texts),
                    "en",
                    -0.2,
                    0,
                    List.of(),
                    words ? words(texts, time, length) : List.of(),
                    channel));
            // a negative step makes segments that overlap
            time = Math.max(0, time + length - (random.nextInt(3) == 0 ? random.nextInt(3_000) : 0));
        }
        return segments;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            texts.add(
                    switch (random.nextInt(20)) {
                        case 0 -> ODD.get(random.nextInt(ODD.size()));
                        case 1 -> "x".repeat(30 + random.nextInt(40));
                        case 2, 3 -> "end.";
                        case 4, 5 -> "part,";
                        default -> "abcdefghijklm".substring(0, 1 + random.nextInt(13));
                    });
        }
        return texts;
    }

    /** Times with pauses, and some that go back. */
    private List<Word> words(List<String> texts, long start, long length) {
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            long from = Math.max(0, start + length * i / texts.size() - random.nextInt(200));
            long to = random.nextInt(10) == 0 ? from : from + random.nextInt(1 + (int) (2 * length / texts.size()));
            words.add(new Word(texts.get(i), Duration.ofMillis(from), Duration.ofMillis(to), 0.9));
        }
        return words;
    }
}
