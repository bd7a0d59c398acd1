package dev.escriba.eval.engine;

import dev.escriba.eval.Clip;
import dev.escriba.eval.Evaluation;
import dev.escriba.eval.Recordings;
import dev.escriba.eval.Report;
import dev.escriba.eval.Section;
import dev.escriba.eval.Settings;
import dev.escriba.eval.Table;
import dev.escriba.eval.Transcriber;
import dev.escriba.eval.WordErrors;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.moonshine.PublishedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Word error rates of the engine, and of its models without it, by language, kind and collection. */
public final class Accuracy implements Section {

    private static final double LONG = 20;

    /** Collections of read sentences. */
    private static final Pattern READ = Pattern.compile("..-(fleurs|libri|cv|lj|mfa|austen|sb)");

    private static final String OURS = "Escriba";
    private static final String PUBLISHED = "published graphs, whole clips";
    private static final String SHERPA = "sherpa-onnx, whole clips";

    private final Map<String, List<Evaluation.Outcome>> outcomes = new LinkedHashMap<>();

    @Override
    public void write(Report report, Settings settings) throws Exception {
        outcomes.clear();
        try (Engines engines = new Engines()) {
            outcomes.put(OURS, evaluate(settings.clips(), file -> ours(engines, file)));
            for (String language : settings.languages()) {
                others(language, settings.clips(language), engines);
            }
        }
        report.heading("Accuracy");
        report.text(
                "Word error rates in percent, words compared in lower case, without punctuation and accents, numbers as they are written. "
                        + OURS
                        + " finds the language out; the others are told it. The published graphs run in the same Java code, with its guard against"
                        + " loops, but without detection of speech, cutting, silence around, or second thoughts. \"Read\" is speech read"
                        + " from a text in studios and homes; the rest is voice prompts, telephone, samples of products.");
        List<Clip> clips = settings.clips().stream()
                .filter(clip -> !clip.reference().isBlank())
                .toList();
        report.text(sameTexts());
        report.table(table(clips));
        report.table(groups(clips));
        findings(clips, settings.clips().size(), report);
    }

    private void others(String language, List<Clip> clips, Engines engines) throws Exception {
        try (PublishedModel published = engines.published(language);
                NodeEngine sherpa = NodeEngine.start(
                        NodeEngine.Kind.SHERPA, Engines.directory(language).orElseThrow(), Engines.cores())) {
            outcomes.computeIfAbsent(PUBLISHED, any -> new ArrayList<>())
                    .addAll(evaluate(
                            clips,
                            file -> text(
                                    published
                                            .transcribe(Recordings.decoded(file))
                                            .text(),
                                    language)));
            outcomes.computeIfAbsent(SHERPA, any -> new ArrayList<>())
                    .addAll(evaluate(clips, file -> text(sherpa.write(Recordings.decoded(file)), language)));
        }
    }

    private static Transcriber.Transcript ours(Engines engines, Path file) throws Exception {
        Recognition recognition =
                Engines.recognize(engines.onAllCores(), Recordings.decoded(file), engines.languages());
        return new Transcriber.Transcript(
                recognition.text(), recognition.language().orElse(""), recognition.duration());
    }

    private static Transcriber.Transcript text(String text, String language) {
        return new Transcriber.Transcript(text, language, Duration.ZERO);
    }

    private static List<Evaluation.Outcome> evaluate(List<Clip> clips, Transcriber transcriber) throws Exception {
        return Evaluation.of(clips, transcriber).outcomes();
    }

    private Table table(List<Clip> clips) {
        Table table = new Table("", "clips", "words", OURS, PUBLISHED, SHERPA);
        for (String language : new TreeSet<>(clips.stream().map(Clip::language).toList())) {
            Predicate<Clip> own = clip -> clip.language().equals(language);
            row(table, "**" + language + "**", clips, own);
            row(table, language + ", read", clips, own.and(Accuracy::isRead));
            row(table, language + ", not read", clips, own.and(clip -> !isRead(clip)));
            row(table, language + ", up to 20 s", clips, own.and(clip -> !isLong(clip)));
            row(table, language + ", over 20 s", clips, own.and(Accuracy::isLong));
        }
        return table;
    }

    private Table groups(List<Clip> clips) {
        Table table = new Table("collection", "clips", "words", OURS, PUBLISHED, SHERPA);
        for (String group : new TreeSet<>(clips.stream().map(Clip::group).toList())) {
            row(table, group, clips, clip -> clip.group().equals(group));
        }
        return table;
    }

    private void row(Table table, String name, List<Clip> clips, Predicate<Clip> which) {
        long count = clips.stream().filter(which).count();
        if (count > 0) {
            table.row(
                    name,
                    count,
                    errors(OURS, which).words(),
                    errors(OURS, which).percent(),
                    errors(PUBLISHED, which).percent(),
                    errors(SHERPA, which).percent());
        }
    }

    private WordErrors errors(String who, Predicate<Clip> which) {
        return outcomes.get(who).stream()
                .filter(outcome -> which.test(outcome.clip()))
                .map(Evaluation.Outcome::errors)
                .reduce(WordErrors.NONE, WordErrors::plus);
    }

    /**
     * Two engines that run the same graphs in the same way have the same errors. The report says so, because equal
     * columns look like a mistake.
     */
    private String sameTexts() {
        Map<String, String> others = new HashMap<>();
        outcomes.get(SHERPA)
                .forEach(outcome ->
                        others.put(outcome.clip().id(), outcome.transcript().text()));
        List<String> different = outcomes.get(PUBLISHED).stream()
                .filter(outcome -> WordErrors.between(
                                        outcome.transcript().text(),
                                        others.get(outcome.clip().id()))
                                .errors()
                        > 0)
                .map(outcome -> outcome.clip().id())
                .toList();
        return "sherpa-onnx and the published graphs in Java differ in the words of " + different.size() + " of "
                + others.size()
                + " clips" + (different.isEmpty() ? "" : ": " + String.join(", ", different))
                + ". Clips without a reference are judged by their language alone.";
    }

    private void findings(List<Clip> clips, int all, Report report) {
        finding("read speech", clips, Accuracy::isRead, report);
        finding("clips over 20 s", clips, Accuracy::isLong, report);
        List<String> mistaken = outcomes.get(OURS).stream()
                .filter(outcome -> !outcome.languageRight())
                .map(outcome ->
                        outcome.clip().id() + " (" + outcome.transcript().language() + ")")
                .toList();
        report.finding("Languages mistaken: " + (mistaken.isEmpty() ? "none" : String.join(", ", mistaken)) + ", of "
                + all + " clips.");
    }

    private void finding(String what, List<Clip> clips, Predicate<Clip> which, Report report) {
        if (clips.stream().anyMatch(which)) {
            report.finding(String.format(
                    "Word error rate of %s: %s %%; of the published graphs on whole clips %s %%, of sherpa-onnx %s %%.",
                    what,
                    Table.number(errors(OURS, which).percent()),
                    Table.number(errors(PUBLISHED, which).percent()),
                    Table.number(errors(SHERPA, which).percent())));
        }
    }

    private static boolean isRead(Clip clip) {
        return READ.matcher(clip.group()).matches();
    }

    private static boolean isLong(Clip clip) {
        return clip.seconds() > LONG;
    }
}
