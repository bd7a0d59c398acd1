package dev.escriba.subtitles.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.subtitles.entity.Cue;
import dev.escriba.subtitles.entity.TimedWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Divides segments into cues. Of all divisions of a segment that keep the limits it takes the one with the lowest cost:
 * each cue has a cost, and so has each end that is not at punctuation. A cue belongs to one segment.
 */
final class CueLayout {

    static final long MAX_MILLIS = 7_000;

    /** The cost of a cue. It is lower than that of an end without punctuation: a further cue is better. */
    private static final int CUE = 10;

    private final boolean namesInText;

    /** @param namesInText whether the name of a speaker takes room on the first line */
    CueLayout(boolean namesInText) {
        this.namesInText = namesInText;
    }

    /** The cues in order of their starts; those of different channels may overlap. */
    List<Cue> cues(List<Segment> segments, Map<Integer, String> speakers, UnaryOperator<String> spelling) {
        List<Cue> cues = new ArrayList<>();
        Map<Integer, Long> lastStarts = new HashMap<>();
        for (Segment segment : segments) {
            int channel = segment.channel().orElse(-1);
            List<TimedWord> words = Words.of(segment, lastStarts.getOrDefault(channel, 0L), spelling);
            if (!words.isEmpty()) {
                lastStarts.put(channel, words.get(words.size() - 1).startMillis());
                divide(words, Words.speaker(segment, speakers), cues);
            }
        }
        cues.sort(Comparator.comparingLong(Cue::startMillis));
        return cues;
    }

    private void divide(List<TimedWord> words, Optional<String> speaker, List<Cue> cues) {
        Optional<String> prefix = speaker.filter(name -> namesInText).map(name -> name + ":");
        int[] costs = new int[words.size() + 1];
        int[] ends = new int[words.size()];
        Arrays.fill(costs, Integer.MAX_VALUE);
        costs[words.size()] = 0;
        for (int from = words.size() - 1; from >= 0; from--) {
            for (int to = from + 1; to <= words.size() && fits(words.subList(from, to), prefix); to++) {
                int atEnd = to == words.size()
                        ? 0
                        : Break.after(words.get(to - 1).text()).cost();
                int cost = CUE + atEnd + costs[to];
                // of equal costs the longer cue wins
                if (cost <= costs[from]) {
                    costs[from] = cost;
                    ends[from] = to;
                }
            }
        }
        for (int from = 0; from < words.size(); from = ends[from]) {
            List<TimedWord> part = words.subList(from, ends[from]);
            long start = part.get(0).startMillis();
            long end = Math.max(start + 1, end(part));
            cues.add(new Cue(start, Math.min(end, start + MAX_MILLIS), CueLines.of(texts(part, prefix)), speaker));
        }
    }

    /** A single word always fits: the name takes the other line. */
    private static boolean fits(List<TimedWord> words, Optional<String> prefix) {
        return words.size() == 1
                || (end(words) - words.get(0).startMillis() <= MAX_MILLIS && CueLines.fit(texts(words, prefix)));
    }

    private static long end(List<TimedWord> words) {
        return words.stream().mapToLong(TimedWord::endMillis).max().orElseThrow();
    }

    private static List<String> texts(List<TimedWord> words, Optional<String> prefix) {
        List<String> texts = new ArrayList<>(prefix.stream().toList());
        for (TimedWord word : words) {
            // a space follows the name
            boolean isAfterName = texts.size() == 1 && prefix.isPresent();
            texts.add(isAfterName ? " " + word.text() : word.spacedText());
        }
        return texts;
    }
}
