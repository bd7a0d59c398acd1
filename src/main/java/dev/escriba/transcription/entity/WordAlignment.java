package dev.escriba.transcription.entity;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Gives the words of a corrected segment the times of the machine's words: the longest common subsequence of both keeps
 * its times and probabilities. The words between two such words share the time between them by their letters, and have
 * no probability.
 */
final class WordAlignment {

    /** Comparisons of words. A longer segment has no times of words after a correction. */
    private static final long MAX_COMPARISONS = 250_000;

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Segment segment;
    private final List<Word> old;
    private final List<String> texts;
    private final String[] plainOld;
    private final String[] plainTexts;
    private final List<Word> aligned = new ArrayList<>();

    private WordAlignment(Segment segment, List<String> texts) {
        this.segment = segment;
        this.old = segment.words();
        this.texts = texts;
        // once for each word: the comparison is done for each pair
        this.plainOld = old.stream().map(Word::text).map(WordAlignment::plain).toArray(String[]::new);
        this.plainTexts = texts.stream().map(WordAlignment::plain).toArray(String[]::new);
    }

    /** The words of the text with their times; empty where the machine's words have none. */
    static List<Word> align(Segment segment, String text) {
        List<String> texts =
                SPACES.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
        if (segment.words().isEmpty() || (long) segment.words().size() * texts.size() > MAX_COMPARISONS) {
            return List.of();
        }
        return new WordAlignment(segment, texts).words();
    }

    private List<Word> words() {
        int[][] common = commonLengths();
        int i = 0;
        int j = 0;
        int oldFrom = 0;
        int newFrom = 0;
        while (i < old.size() && j < texts.size()) {
            if (same(i, j) && common[i][j] == common[i + 1][j + 1] + 1) {
                spread(oldFrom, i, newFrom, j);
                Word kept = old.get(i);
                aligned.add(new Word(texts.get(j), kept.start(), kept.end(), kept.probability()));
                oldFrom = ++i;
                newFrom = ++j;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        spread(oldFrom, old.size(), newFrom, texts.size());
        return aligned;
    }

    /** The length of the longest common subsequence of the words from each pair of positions on. */
    private int[][] commonLengths() {
        int[][] common = new int[old.size() + 1][texts.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = texts.size() - 1; j >= 0; j--) {
                common[i][j] = same(i, j) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private boolean same(int i, int j) {
        return plainOld[i].equals(plainTexts[j]);
    }

    private static String plain(String word) {
        String letters = NO_LETTERS.matcher(word).replaceAll("").toLowerCase(Locale.ROOT);
        return letters.isEmpty() ? word : letters;
    }

    /** Spreads the time of old words, or of the pause between their neighbours, over new words. */
    private void spread(int oldFrom, int oldTo, int newFrom, int newTo) {
        if (newFrom == newTo) {
            return;
        }
        Duration start;
        Duration end;
        if (oldFrom < oldTo) {
            start = old.get(oldFrom).start();
            end = old.get(oldTo - 1).end();
        } else {
            start = oldFrom == 0 ? segment.start() : old.get(oldFrom - 1).end();
            end = oldTo == old.size() ? segment.end() : old.get(oldTo).start();
        }
        long nanos = Math.max(0, end.minus(start).toNanos());
        List<String> fresh = texts.subList(newFrom, newTo);
        long letters = fresh.stream().mapToLong(String::length).sum();
        long before = 0;
        for (String text : fresh) {
            Duration from = start.plusNanos(nanos * before / letters);
            before += text.length();
            aligned.add(new Word(text, from, start.plusNanos(nanos * before / letters), Double.NaN));
        }
    }
}
