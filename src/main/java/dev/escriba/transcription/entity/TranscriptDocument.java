package dev.escriba.transcription.entity;

import dev.escriba.speech.entity.Segment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A stored transcript with its segments.
 *
 * @param segments without tokens, in order of time; empty where nothing is spoken
 */
public record TranscriptDocument(List<Segment> segments) {

    private static final int LETTERS = 26;

    public TranscriptDocument {
        segments = List.copyOf(segments);
    }

    /** A transcript of which only the text is stored: one segment over the whole recording, of unknown probability. */
    public static TranscriptDocument ofText(String text, Optional<String> language, Duration duration) {
        return new TranscriptDocument(
                text.isBlank()
                        ? List.of()
                        : List.of(new Segment(Duration.ZERO, duration, text, language.orElse(""), Double.NaN)));
    }

    /** The languages of the segments, the first one first. */
    public Set<String> languages() {
        Set<String> languages = new LinkedHashSet<>();
        segments.forEach(segment -> languages.add(segment.language()));
        languages.remove("");
        return languages;
    }

    /** A name for each channel that speaks: A, B and so on, in order of appearance. */
    public Map<Integer, String> speakers() {
        Map<Integer, String> speakers = new LinkedHashMap<>();
        for (Segment segment : segments) {
            segment.channel().ifPresent(channel -> speakers.computeIfAbsent(channel, any -> letter(speakers.size())));
        }
        return speakers;
    }

    /** A to Z, then AA, AB and so on. */
    public static String letter(int number) {
        return (number < LETTERS ? "" : letter(number / LETTERS - 1)) + (char) ('A' + number % LETTERS);
    }
}
