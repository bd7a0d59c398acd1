package dev.escriba.eval;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Transcribes the clips of a manifest one after the other and prints accuracy and speed. */
public final class Evaluation {

    /** The result of one clip. */
    public record Outcome(Clip clip, Transcriber.Transcript transcript, WordErrors errors, Duration elapsed) {

        public boolean languageRight() {
            return clip.language().equals(transcript.language());
        }
    }

    private final List<Outcome> outcomes = new ArrayList<>();

    public static Evaluation of(List<Clip> clips, Transcriber transcriber) throws Exception {
        Evaluation evaluation = new Evaluation();
        for (Clip clip : clips) {
            long start = System.nanoTime();
            Transcriber.Transcript transcript = transcriber.transcribe(clip.file());
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            WordErrors errors = clip.reference().isBlank()
                    ? WordErrors.NONE
                    : WordErrors.between(clip.reference(), transcript.text());
            evaluation.outcomes.add(new Outcome(clip, transcript, errors, elapsed));
        }
        return evaluation;
    }

    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Word errors over the clips of one language. */
    public WordErrors errors(String language) {
        return outcomes.stream()
                .filter(outcome -> outcome.clip().language().equals(language))
                .map(Outcome::errors)
                .reduce(WordErrors.NONE, WordErrors::plus);
    }

    /** Clips with a wrong language. */
    public List<String> languageErrors() {
        return outcomes.stream()
                .filter(outcome -> !outcome.languageRight())
                .map(outcome ->
                        outcome.clip().id() + " (" + outcome.transcript().language() + ")")
                .toList();
    }

    /** Seconds of audio for each second of work, over the selected clips. */
    public double speed(Function<Outcome, Boolean> which) {
        double audio = 0;
        double elapsed = 0;
        for (Outcome outcome : outcomes) {
            if (which.apply(outcome)) {
                audio += outcome.clip().seconds();
                elapsed += outcome.elapsed().toNanos() / 1e9;
            }
        }
        return elapsed == 0 ? 0 : audio / elapsed;
    }

    /** A line for each clip with errors in it, then tables by group and by language. */
    public void print(PrintStream out) {
        for (Outcome outcome : outcomes) {
            if (outcome.errors().errors() > 0 || !outcome.languageRight()) {
                out.printf(
                        Locale.ROOT,
                        "%s [%s] %d/%d%n  - %s%n  + %s%n",
                        outcome.clip().id(),
                        outcome.transcript().language(),
                        outcome.errors().errors(),
                        outcome.errors().words(),
                        outcome.clip().reference(),
                        outcome.transcript().text());
            }
        }
        out.printf("%n| clips | n | audio s | WER %% | errors/words | x real time |%n|---|---|---|---|---|---|%n");
        table(out, outcome -> outcome.clip().group());
        table(out, outcome -> "**" + outcome.clip().language() + "**");
        table(out, outcome -> "**all**");
        out.println(
                "\nlanguage mistaken: " + (languageErrors().isEmpty() ? "none" : String.join(", ", languageErrors())));
    }

    private void table(PrintStream out, Function<Outcome, String> key) {
        Map<String, List<Outcome>> groups = new TreeMap<>();
        outcomes.forEach(outcome -> groups.computeIfAbsent(key.apply(outcome), any -> new ArrayList<>())
                .add(outcome));
        groups.forEach((name, group) -> {
            WordErrors errors = group.stream().map(Outcome::errors).reduce(WordErrors.NONE, WordErrors::plus);
            out.printf(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %.1f | %d/%d | %.1f |%n",
                    name,
                    group.size(),
                    group.stream()
                            .mapToDouble(outcome -> outcome.clip().seconds())
                            .sum(),
                    errors.percent(),
                    errors.errors(),
                    errors.words(),
                    speed(group::contains));
        });
    }
}
