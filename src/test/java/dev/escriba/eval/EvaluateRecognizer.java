package dev.escriba.eval;

import dev.escriba.speech.embedded.LoadedSpeech;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.Segment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Prints the transcripts of the embedded engine for clips in its languages, in other languages and without speech, and
 * their CPU time, as a table by groups of clips. The arguments are manifests. For a clip in an unknown language an
 * empty transcript is right.
 */
final class EvaluateRecognizer {

    private static final Set<String> KNOWN = Set.of("en", "es");

    private record Outcome(Clip clip, Recognition recognition, WordErrors errors, double cpuSeconds) {

        boolean silent() {
            return recognition.text().isEmpty();
        }

        boolean right() {
            return KNOWN.contains(clip.language())
                    ? recognition.language().orElse("").equals(clip.language())
                    : silent() && recognition.language().isEmpty();
        }
    }

    private EvaluateRecognizer() {}

    public static void main(String[] manifests) throws Exception {
        List<Clip> clips = new ArrayList<>();
        for (String manifest : manifests) {
            clips.addAll(Clip.manifest(Path.of(manifest)));
        }
        List<Outcome> outcomes = new ArrayList<>();
        try (LoadedSpeech speech = LoadedSpeech.start(Path.of("target/evaluation"))) {
            for (Clip clip : clips.subList(0, Math.min(5, clips.size()))) {
                // warm-up
                listen(speech, clip);
            }
            for (Clip clip : clips) {
                Outcome outcome = listen(speech, clip);
                outcomes.add(outcome);
                System.out.printf(
                        "%s\t%s\t%s\t%s%n",
                        outcome.right() ? "right" : "WRONG",
                        clip.id(),
                        outcome.errors().errors(),
                        outcome.recognition().segments().stream()
                                .map(EvaluateRecognizer::line)
                                .collect(Collectors.joining(" / ")));
            }
        }
        print(outcomes);
        System.exit(0);
    }

    private static String line(Segment segment) {
        return String.format(
                Locale.ROOT, "%s %.2f %s", segment.language(), segment.meanLogProbability(), segment.text());
    }

    private static Outcome listen(LoadedSpeech speech, Clip clip) throws Exception {
        float[] samples = Recordings.decode(clip.file());
        double before = cpuSeconds();
        Recognition recognition =
                speech.engine().recognize(Recordings.stream(samples), new RecognitionRequest(KNOWN, ""));
        double after = cpuSeconds();
        WordErrors errors =
                clip.reference().isBlank() ? WordErrors.NONE : WordErrors.between(clip.reference(), recognition.text());
        return new Outcome(clip, recognition, errors, after - before);
    }

    /** CPU time of the whole process, because threads of the engine do the work. */
    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static void print(List<Outcome> outcomes) {
        System.out.printf("%n| clips | n | nothing written | wrong | WER %% | errors/words | CPU ms a second |%n");
        System.out.println("|---|---|---|---|---|---|---|");
        Map<String, List<Outcome>> groups = new TreeMap<>();
        for (Outcome outcome : outcomes) {
            groups.computeIfAbsent(outcome.clip().group(), any -> new ArrayList<>())
                    .add(outcome);
            groups.computeIfAbsent("~ all " + outcome.clip().language(), any -> new ArrayList<>())
                    .add(outcome);
        }
        groups.forEach((name, group) -> {
            WordErrors errors = group.stream().map(Outcome::errors).reduce(WordErrors.NONE, WordErrors::plus);
            double seconds = group.stream()
                    .mapToDouble(outcome -> outcome.clip().seconds())
                    .sum();
            double cpu = group.stream().mapToDouble(Outcome::cpuSeconds).sum();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %.1f | %d/%d | %.1f |%n",
                    name,
                    group.size(),
                    group.stream().filter(Outcome::silent).count(),
                    group.stream().filter(outcome -> !outcome.right()).count(),
                    errors.percent(),
                    errors.errors(),
                    errors.words(),
                    1000 * cpu / seconds);
        });
    }
}
