package dev.escriba.eval.words;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Figures;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Table;
import dev.escriba.speech.embedded.LoadedSpeech;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Word;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Measures the times and the confidence of words. It joins clips at known times and prints how far the starts of their
 * first words are from there, what words cost as a share of a run, whether they change a text, and the errors of words
 * by their confidence. The arguments are manifests.
 */
final class EvaluateWords {

    private static final double TOLERANCE = 0.2;
    private static final long SEED = 19;
    private static final int ROUNDS = 2;
    private static final int MIN_BIN = 100;
    private static final int MAX_BINS = 10;

    private record Confidence(double probability, boolean right) {}

    private final LoadedSpeech speech;
    private final List<Confidence> confidences = new ArrayList<>();
    private final Table starts = new Table(
            "language", "clips joined", "not found", "within 0.2 s, %", "median, s", "signed median, s", "90 %, s");
    private final Table costs =
            new Table("language", "s of audio", "CPU s without", "CPU s with words", "more, %", "texts changed");

    private EvaluateWords(LoadedSpeech speech) {
        this.speech = speech;
    }

    public static void main(String[] manifests) throws Exception {
        List<Clip> clips = new ArrayList<>();
        for (String manifest : manifests) {
            clips.addAll(Clip.manifest(Path.of(manifest)));
        }
        try (LoadedSpeech speech = LoadedSpeech.start(Path.of("target/evaluation"))) {
            EvaluateWords evaluation = new EvaluateWords(speech);
            List<Double> all = new ArrayList<>();
            for (String language : List.of("en", "es")) {
                all.addAll(evaluation.measure(language, Join.of(clips, language, SEED)));
            }
            evaluation.addStarts("both", all, 0);
            System.out.println("\n" + evaluation.starts + "\n\n" + evaluation.costs);
            evaluation.printConfidence();
        }
        System.exit(0);
    }

    private List<Double> measure(String language, List<Join> joins) throws InterruptedException {
        List<Double> errors = new ArrayList<>();
        int clips = 0;
        double[] cpu = new double[2];
        double seconds = 0;
        int changed = 0;
        recognize(joins.get(0), language, true);
        for (Join join : joins) {
            clips += join.clips().size();
            seconds += join.seconds();
            Recognition plain = null;
            Recognition timed = null;
            for (int round = 0; round < ROUNDS; round++) {
                double before = cpuSeconds();
                plain = recognize(join, language, false);
                double between = cpuSeconds();
                timed = recognize(join, language, true);
                cpu[0] += (between - before) / ROUNDS;
                cpu[1] += (cpuSeconds() - between) / ROUNDS;
            }
            changed += plain.text().equals(timed.text()) ? 0 : 1;
            compare(join, timed, errors);
        }
        addStarts(language, errors, clips - errors.size());
        costs.row(language, seconds, cpu[0], cpu[1], 100 * (cpu[1] / cpu[0] - 1), changed + " of " + joins.size());
        return errors;
    }

    private void compare(Join join, Recognition timed, List<Double> errors) {
        List<Word> words = timed.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .toList();
        WordMatch match = join.match(words);
        for (int i = 0; i < words.size(); i++) {
            confidences.add(
                    new Confidence(words.get(i).probability(), match.right().get(i)));
        }
        for (Join.FirstWord first : join.firstWords(words)) {
            errors.add(first.error());
            if (Math.abs(first.error()) > TOLERANCE) {
                System.out.printf(
                        Locale.ROOT,
                        "%s at %.2f: \"%s\" %+.2f%n",
                        first.clip().id(),
                        first.clipStart(),
                        first.word().text(),
                        first.error());
            }
        }
    }

    private void addStarts(String language, List<Double> errors, int missing) {
        List<Double> sizes = errors.stream().map(Math::abs).toList();
        starts.row(
                language,
                errors.size(),
                missing,
                100.0 * sizes.stream().filter(size -> size <= TOLERANCE).count() / sizes.size(),
                Figures.median(sizes),
                Figures.median(errors),
                Figures.percentile(sizes, 90));
    }

    private Recognition recognize(Join join, String language, boolean words) throws InterruptedException {
        return speech.engine()
                .recognize(
                        Recordings.stream(join.samples()),
                        new RecognitionRequest(
                                Optional.empty(), Set.of(language), "", List.of(), words, "", Duration.ZERO));
    }

    private void printConfidence() {
        confidences.sort(java.util.Comparator.comparingDouble(Confidence::probability));
        int bins = Math.max(1, Math.min(MAX_BINS, confidences.size() / MIN_BIN));
        Table table = new Table("words", "confidence from", "to", "wrong, %");
        List<Double> wrong = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            List<Confidence> part =
                    confidences.subList(confidences.size() * bin / bins, confidences.size() * (bin + 1) / bins);
            wrong.add(100.0 * part.stream().filter(one -> !one.right()).count() / part.size());
            table.row(
                    part.size(),
                    part.get(0).probability(),
                    part.get(part.size() - 1).probability(),
                    wrong.get(bin));
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s%n%nRank correlation of confidence and share of right words: %.2f%n",
                table,
                rankCorrelation(wrong));
    }

    /** Spearman's, of the bins' order and the order of their errors from the most to the least. */
    private static double rankCorrelation(List<Double> wrong) {
        int n = wrong.size();
        double covariance = 0;
        double variance = 0;
        double own = 0;
        for (int i = 0; i < n; i++) {
            double rank = 0;
            for (double other : wrong) {
                rank += other > wrong.get(i) ? 1 : other == wrong.get(i) ? 0.5 : 0;
            }
            double centred = rank - n / 2.0;
            double place = i - (n - 1) / 2.0;
            covariance += centred * place;
            variance += centred * centred;
            own += place * place;
        }
        return covariance / Math.sqrt(variance * own);
    }

    /** CPU time of the whole process, because threads of the engine do the work. */
    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
