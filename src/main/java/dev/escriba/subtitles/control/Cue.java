package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A piece of text that a player shows at one time. */
record Cue(Duration start, Duration end, String text) {

    private static final int MAX_LINE = 42;
    private static final Duration MAX_TIME = Duration.ofSeconds(7);
    private static final Duration MIN_TIME = Duration.ofMillis(1);
    private static final String PUNCTUATION = ".?!…;:,";

    /** The cues of all segments. No cue spans two segments. */
    static List<Cue> of(List<Segment> segments) {
        List<Cue> cues = new ArrayList<>();
        for (Segment segment : segments) {
            List<Word> words = segment.words().isEmpty() ? spread(segment) : segment.words();
            for (int first = 0; first < words.size(); ) {
                int next = next(words, first);
                cues.add(of(words, first, next));
                first = next;
            }
        }
        return cues;
    }

    /** Gives each word of a segment a share of its time by the number of its letters. */
    private static List<Word> spread(Segment segment) {
        List<Word> words = new ArrayList<>();
        String[] texts = segment.text().strip().split("\\s+", -1);
        long letters = 0;
        for (String text : texts) {
            letters += text.length() + 1L;
        }
        long nanos = segment.end().minus(segment.start()).toNanos();
        long before = 0;
        for (String text : texts) {
            long after = before + text.length() + 1L;
            words.add(new Word(
                    text,
                    segment.start().plusNanos((long) ((double) nanos * before / letters)),
                    segment.start().plusNanos((long) ((double) nanos * after / letters)),
                    0));
            before = after;
        }
        return words;
    }

    /** The index behind the last word of the cue that begins with this word. */
    private static int next(List<Word> words, int first) {
        int fitting = first + 1;
        while (fitting < words.size() && fits(words, first, fitting + 1)) {
            fitting++;
        }
        if (fitting == words.size()) {
            return fitting;
        }
        for (int end = fitting; end > first + (fitting - first) / 2; end--) {
            String text = words.get(end - 1).text();
            if (PUNCTUATION.indexOf(text.charAt(text.length() - 1)) >= 0) {
                return end;
            }
        }
        return fitting;
    }

    private static boolean fits(List<Word> words, int first, int end) {
        Duration time = words.get(end - 1).end().minus(words.get(first).start());
        if (time.compareTo(MAX_TIME) > 0) {
            return false;
        }
        String[] lines = lines(words, first, end).split("\n", -1);
        return lines.length <= 2 && lines[lines.length - 1].length() <= MAX_LINE;
    }

    private static String lines(List<Word> words, int first, int end) {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (Word word : words.subList(first, end)) {
            boolean breaks = line > 0 && line + 1 + word.text().length() > MAX_LINE;
            if (breaks) {
                text.append('\n');
                line = 0;
            } else if (line > 0) {
                text.append(' ');
                line++;
            }
            text.append(word.text());
            line += word.text().length();
        }
        return text.toString();
    }

    private static Cue of(List<Word> words, int first, int end) {
        Duration start = words.get(first).start();
        Duration last = words.get(end - 1).end();
        Duration longest = start.plus(MAX_TIME);
        Duration shortest = start.plus(MIN_TIME);
        Duration stop = last.compareTo(longest) > 0 ? longest : last.compareTo(shortest) < 0 ? shortest : last;
        return new Cue(start, stop, lines(words, first, end));
    }
}
