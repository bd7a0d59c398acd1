package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Spacing;
import dev.escriba.speech.entity.Word;
import dev.escriba.subtitles.entity.TimedWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** The words of a segment with their times, in order of time. */
final class Words {

    /** White space and control characters, as Unicode defines them. */
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");

    private Words() {}

    /** The words of the segment. None begins before the given time. */
    static List<TimedWord> of(Segment segment, long earliest, UnaryOperator<String> spelling) {
        List<TimedWord> words = new ArrayList<>();
        if (segment.words().isEmpty()) {
            spread(segment.text(), segment.start().toMillis(), segment.end().toMillis(), spelling, words);
        } else {
            String before = "";
            for (Word word : segment.words()) {
                int first = words.size();
                spread(word.text(), word.start().toMillis(), word.end().toMillis(), spelling, words);
                if (first < words.size() && Spacing.between(before, word.text()).isEmpty()) {
                    TimedWord joined = words.get(first);
                    words.set(first, new TimedWord(joined.text(), false, joined.startMillis(), joined.endMillis()));
                }
                before = word.text();
            }
        }
        return inOrder(words, earliest);
    }

    /** The name of the segment's channel on one line, if it has one. */
    static Optional<String> speaker(Segment segment, Map<Integer, String> speakers) {
        return segment.channel().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(speakers.get(segment.channel().getAsInt()))
                        .map(name -> SPACES.matcher(name).replaceAll(" ").strip())
                        .filter(name -> !name.isEmpty());
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Spreads the time of a text over its words, by their letters. */
    private static void spread(
            String text, long start, long end, UnaryOperator<String> spelling, List<TimedWord> words) {
        List<String> parts = SPACES.splitAsStream(text)
                .map(spelling)
                .filter(part -> !part.isEmpty())
                .toList();
        long letters = parts.stream().mapToLong(Words::length).sum();
        long before = 0;
        for (String part : parts) {
            boolean spaced = true;
            for (String piece : Unspaced.pieces(part)) {
                long after = before + length(piece);
                words.add(
                        new TimedWord(piece, spaced, at(start, end, before, letters), at(start, end, after, letters)));
                before = after;
                spaced = false;
            }
        }
    }

    private static long at(long start, long end, long letters, long all) {
        return start + Math.round((double) (end - start) * letters / all);
    }

    private static List<TimedWord> inOrder(List<TimedWord> words, long earliest) {
        List<TimedWord> ordered = new ArrayList<>();
        long last = Math.max(0, earliest);
        for (TimedWord word : words) {
            long start = Math.max(last, word.startMillis());
            ordered.add(new TimedWord(word.text(), word.spaced(), start, Math.max(start, word.endMillis())));
            last = start;
        }
        return ordered;
    }
}
