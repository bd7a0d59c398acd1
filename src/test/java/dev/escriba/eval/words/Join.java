package dev.escriba.eval.words;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.WordErrors;
import dev.escriba.speech.entity.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Clips that are joined to one recording, each with its first word at a known time. The silence at both ends of each
 * clip is cut away, by its power. Between the clips is silence of 0.1 to 1.2 s.
 */
public final class Join {

    private static final int RATE = 16_000;
    /** 10 ms. */
    private static final int FRAME = 160;
    /** The frames after the beginning of speech, and how many of them must be loud. */
    private static final int WINDOW = 20;

    private static final int MIN_LOUD = 13;
    /** The frames of a weak consonant at the beginning. */
    private static final int MAX_WEAK = 10;

    /** In hertz. */
    private static final double LOWEST = 400;

    /** Decibels below the loudest speech. */
    private static final double QUIET_SPEECH = 25;

    private static final double LOUD_SPEECH = 15;
    /** In frames. */
    private static final int MAX_DELAY = 30;

    private static final double[] GAPS = {0.3, 0.6, 0.1, 0.9, 0.45, 0.2, 1.2};
    private static final double LEVEL = 0.06;
    private static final int CLIPS = 5;
    private static final double MAX_SECONDS = 45;

    private final List<Clip> clips;
    private final float[] samples;
    /** The seconds at which the clips begin. */
    private final List<Double> starts;

    private Join(List<Clip> clips, float[] samples, List<Double> starts) {
        this.clips = clips;
        this.samples = samples;
        this.starts = starts;
    }

    /** Joins the clips of a language in a random order, which is the same for the same seed. */
    public static List<Join> of(List<Clip> all, String language, long seed) throws IOException {
        List<Clip> mixed = new ArrayList<>();
        for (Clip clip : all) {
            if (clip.language().equals(language) && !clip.reference().isBlank()) {
                if (beginsClearly(decibels(Recordings.decoded(clip.file())))) {
                    mixed.add(clip);
                } else {
                    System.out.println(clip.id() + " is left out: it is not clear where its speech begins");
                }
            }
        }
        Collections.shuffle(mixed, new Random(seed));
        List<Join> joins = new ArrayList<>();
        List<Clip> next = new ArrayList<>();
        double seconds = 0;
        for (Clip clip : mixed) {
            next.add(clip);
            seconds += Recordings.decoded(clip.file()).length / (double) RATE;
            if (next.size() == CLIPS || seconds > MAX_SECONDS) {
                joins.add(joined(next, joins.size()));
                next.clear();
                seconds = 0;
            }
        }
        if (!next.isEmpty()) {
            joins.add(joined(next, joins.size()));
        }
        return joins;
    }

    private static Join joined(List<Clip> clips, int number) throws IOException {
        List<float[]> parts = new ArrayList<>();
        List<Double> starts = new ArrayList<>();
        int length = RATE / 2;
        for (int i = 0; i < clips.size(); i++) {
            float[] speech = trimmed(Recordings.decoded(clips.get(i).file()));
            starts.add((double) length / RATE);
            parts.add(speech);
            length += speech.length + gap(number, i);
        }
        float[] samples = new float[length];
        for (int i = 0; i < parts.size(); i++) {
            System.arraycopy(parts.get(i), 0, samples, (int) Math.round(starts.get(i) * RATE), parts.get(i).length);
        }
        return new Join(List.copyOf(clips), samples, starts);
    }

    private static int gap(int number, int clip) {
        return (int) (GAPS[(number + clip) % GAPS.length] * RATE);
    }

    /** The speech, at the same level for all clips. */
    private static float[] trimmed(float[] samples) {
        double[] decibels = decibels(samples);
        int first = onset(decibels, QUIET_SPEECH);
        int after = decibels.length - onset(reversed(decibels), QUIET_SPEECH);
        float[] speech = Arrays.copyOfRange(samples, first * FRAME, after * FRAME);
        double squares = 0;
        for (float sample : speech) {
            squares += sample * sample;
        }
        float gain = (float) (LEVEL / Math.sqrt(squares / Math.max(1, speech.length)));
        for (int i = 0; i < speech.length; i++) {
            speech[i] *= gain;
        }
        return speech;
    }

    /** Whether the first sound is speech, as far as power tells: it has the power of loud speech soon. */
    private static boolean beginsClearly(double[] decibels) {
        return onset(decibels, LOUD_SPEECH) - onset(decibels, QUIET_SPEECH) <= MAX_DELAY;
    }

    private static double percentile(double[] decibels, int percent) {
        double[] sorted = decibels.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * percent / 100];
    }

    /** The power of each frame above 400 Hz, where rumble and thumps have little. */
    private static double[] decibels(float[] samples) {
        double[] voice = highPassed(highPassed(
                IntStream.range(0, samples.length).mapToDouble(i -> samples[i]).toArray()));
        return IntStream.range(0, samples.length / FRAME)
                .mapToDouble(i -> decibels(voice, i * FRAME))
                .toArray();
    }

    private static double[] highPassed(double[] samples) {
        double keep = 1 / (1 + 2 * Math.PI * LOWEST / RATE);
        double[] passed = new double[samples.length];
        for (int i = 1; i < samples.length; i++) {
            passed[i] = keep * (passed[i - 1] + samples[i] - samples[i - 1]);
        }
        return passed;
    }

    /**
     * The first frame of speech: after it most frames are loud, which tells speech from a click or a breath. A weak
     * consonant just before it belongs to it.
     */
    private static int onset(double[] decibels, double below) {
        double peak = percentile(decibels, 95);
        double floor = percentile(decibels, 5);
        double loud = Math.max(peak - below, Math.min(floor + 6, peak - 10));
        double audible = Math.max(peak - 38, Math.min(floor + 6, peak - 10));
        int first = 0;
        while (first + WINDOW < decibels.length && loudFrames(decibels, first, loud) < MIN_LOUD) {
            first++;
        }
        while (decibels[first] <= loud && first + 1 < decibels.length) {
            first++;
        }
        int earliest = Math.max(0, first - MAX_WEAK);
        while (first > earliest && decibels[first - 1] > audible) {
            first--;
        }
        return first;
    }

    private static long loudFrames(double[] decibels, int first, double limit) {
        return Arrays.stream(decibels, first, first + WINDOW)
                .filter(frame -> frame > limit)
                .count();
    }

    private static double[] reversed(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[values.length - 1 - i])
                .toArray();
    }

    private static double decibels(double[] samples, int from) {
        double squares = 1e-9;
        for (int i = from; i < from + FRAME; i++) {
            squares += samples[i] * samples[i];
        }
        return 10 * Math.log10(squares / FRAME);
    }

    /**
     * The word that a transcript has at the beginning of a clip.
     *
     * @param error the seconds from the beginning of the clip to the start of the word
     */
    public record FirstWord(Clip clip, double clipStart, Word word, double error) {}

    /** The first words of the clips, as far as the words of a transcript have them. */
    public List<FirstWord> firstWords(List<Word> words) {
        WordMatch match = match(words);
        List<FirstWord> found = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < clips.size(); i++) {
            if (match.isFound(first)) {
                Word word = words.get(match.written().get(first));
                double error = word.start().toNanos() / 1e9 - starts.get(i);
                found.add(new FirstWord(clips.get(i), starts.get(i), word, error));
            }
            first += WordErrors.words(clips.get(i).reference()).size();
        }
        return found;
    }

    List<Clip> clips() {
        return clips;
    }

    /** Mono, 16 kHz. Do not change them. */
    public float[] samples() {
        return samples;
    }

    WordMatch match(List<Word> words) {
        List<String> reference = new ArrayList<>();
        clips.forEach(clip -> reference.addAll(WordErrors.words(clip.reference())));
        return WordMatch.of(reference, words.stream().map(Word::text).toList());
    }

    double seconds() {
        return (double) samples.length / RATE;
    }
}
