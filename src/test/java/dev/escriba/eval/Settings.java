package dev.escriba.eval;

import dev.escriba.media.MediaFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The settings of the benchmark, from system properties.
 *
 * @param clips of the corpus, or the project's own two sentences
 * @param corpus whether a corpus is configured
 * @param rounds how often each timed part is repeated, after one round to warm up
 * @param soakMinutes 0 for none
 * @param only the class names of the sections to run; empty for all
 */
public record Settings(List<Clip> clips, boolean corpus, int rounds, int soakMinutes, List<String> only) {

    private static final int ROUNDS = 5;
    private static final int ROUNDS_OF_A_QUICK_PASS = 1;

    static Settings read() throws IOException {
        String manifest = System.getProperty("escriba.corpus", "");
        boolean quick = Boolean.getBoolean("escriba.bench.quick");
        String only = System.getProperty("escriba.bench.only", "");
        return new Settings(
                manifest.isBlank() ? own() : Clip.manifest(Path.of(manifest)),
                !manifest.isBlank(),
                quick ? ROUNDS_OF_A_QUICK_PASS : Integer.getInteger("escriba.bench.rounds", ROUNDS),
                Integer.getInteger("escriba.soak.minutes", 0),
                only.isBlank() ? List.of() : List.of(only.split(",", -1)));
    }

    private static List<Clip> own() {
        return List.of(
                new Clip("en-own", MediaFixture.ENGLISH, "en", 3.125, "The quick brown fox jumps over the lazy dog."),
                new Clip("es-own", MediaFixture.SPANISH, "es", 2.96, "Buenos días. La reunión empieza a las nueve."));
    }

    public boolean quick() {
        return rounds == ROUNDS_OF_A_QUICK_PASS;
    }

    /** Languages of the clips, in alphabetical order. */
    public List<String> languages() {
        return clips.stream().map(Clip::language).distinct().sorted().toList();
    }

    public List<Clip> clips(String language) {
        return clips.stream().filter(clip -> clip.language().equals(language)).toList();
    }

    /** The file of the report. Only a complete run with a corpus and repetitions goes into the documentation. */
    Path report() {
        boolean whole = corpus && !quick() && only.isEmpty();
        return Path.of(whole ? "docs/benchmark.md" : "target/benchmark.md");
    }
}
