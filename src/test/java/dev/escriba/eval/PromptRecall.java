package dev.escriba.eval;

import dev.escriba.speech.control.LoadedSpeech;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many of the rare terms in recordings are written right, without a prompt and with one that lists the terms of all recordings in the language, and what an
 * unrelated prompt does to other recordings. Arguments: a table of recordings with terms (id, file, language, seconds, text, terms
 * between bars), and a manifest of others.
 */
public final class PromptRecall {

    /** What somebody might say of a recording without a name in it. */
    private static final String PROSE =
            "This is a recording of our weekly meeting, in which we talk about the planning of the next quarter, the customers' "
                    + "complaints, the invoices that have not been paid, and the maintenance of the building. "
                    + "Esta es la grabación de una reunión sobre la facturación electrónica, las quejas de los clientes, la "
                    + "contratación de trabajadores, el mantenimiento del edificio y la planificación del trimestre que viene.";

    private final SpeechRecognition speech;

    public PromptRecall(SpeechRecognition speech) {
        this.speech = speech;
    }

    /** A recording and the terms in it. */
    record Phrase(Clip clip, List<String> terms) {

        static List<Phrase> table(Path table) throws Exception {
            List<Phrase> phrases = new ArrayList<>();
            for (String line : Files.readAllLines(table)) {
                String[] column = line.split("\t", -1);
                Clip clip = new Clip(
                        column[0],
                        table.resolveSibling(column[1]),
                        column[2],
                        Double.parseDouble(column[3]),
                        column[4]);
                phrases.add(new Phrase(clip, List.of(column[5].split("\\|", -1))));
            }
            return phrases;
        }
    }

    public static void main(String[] arguments) throws Exception {
        List<Phrase> phrases = Phrase.table(Path.of(arguments[0]));
        List<Clip> others =
                arguments.length > 1 && !arguments[1].isEmpty() ? Clip.manifest(Path.of(arguments[1])) : List.of();
        try (LoadedSpeech loaded = LoadedSpeech.start(Path.of("target/evaluation"))) {
            PromptRecall recall = new PromptRecall(loaded.recognition());
            recall.recall(phrases, System.out, arguments.length > 2);
            if (!others.isEmpty()) {
                recall.harm(phrases, others, System.out);
            }
        }
        System.exit(0);
    }

    void recall(List<Phrase> phrases, PrintStream out, boolean verbose) throws Exception {
        Map<String, int[]> byGroup = new TreeMap<>();
        long[] nanos = new long[2];
        for (Phrase phrase : phrases) {
            float[] samples = Recordings.decode(phrase.clip().file());
            String prompt = Boolean.getBoolean("alone")
                    ? String.join(", ", phrase.terms())
                    : promptOf(phrases, phrase.clip().language());
            String[] texts = new String[2];
            for (int way = 0; way < 2; way++) {
                long start = System.nanoTime();
                texts[way] = hear(samples, way == 0 ? "" : prompt).text();
                nanos[way] += System.nanoTime() - start;
            }
            for (String term : phrase.terms()) {
                boolean[] found = {has(texts[0], term), has(texts[1], term)};
                for (String group : List.of(phrase.clip().group(), phrase.clip().language(), "all")) {
                    int[] counts = byGroup.computeIfAbsent(group, any -> new int[3]);
                    counts[0]++;
                    counts[1] += found[0] ? 1 : 0;
                    counts[2] += found[1] ? 1 : 0;
                }
                if (verbose && found[0] != found[1]) {
                    out.printf("%s %s%n  - %s%n  + %s%n", phrase.clip().id(), term, texts[0], texts[1]);
                }
            }
            WordErrors[] errors = {
                WordErrors.between(phrase.clip().reference(), texts[0]),
                WordErrors.between(phrase.clip().reference(), texts[1])
            };
            for (String group : List.of(phrase.clip().language() + " words", "all words")) {
                int[] counts = byGroup.computeIfAbsent(group, any -> new int[3]);
                counts[0] += errors[0].words();
                counts[1] += errors[0].errors();
                counts[2] += errors[1].errors();
            }
        }
        byGroup.forEach((group, counts) ->
                out.printf(Locale.ROOT, "| %s | %d | %d | %d |%n", group, counts[0], counts[1], counts[2]));
        out.printf(Locale.ROOT, "time with a prompt: %.2f times that without%n", (double) nanos[1] / nanos[0]);
    }

    /** Word errors of others, without a prompt and with prompts that have nothing to do with them. */
    void harm(List<Phrase> phrases, List<Clip> others, PrintStream out) throws Exception {
        List<String> all = phrases.stream()
                .flatMap(phrase -> phrase.terms().stream())
                .distinct()
                .toList();
        Map<String, String> prompts = new LinkedHashMap<>();
        prompts.put("none", "");
        prompts.put("50 terms", String.join(", ", all.subList(0, Math.min(50, all.size()))));
        prompts.put("prose", PROSE);
        prompts.put("ordinary words in a list", String.join(", ", List.of(PROSE.split("[\\s,.]+", -1))));
        Map<String, Map<String, WordErrors>> errors = new LinkedHashMap<>();
        for (Clip clip : others) {
            if (clip.reference().isBlank()) {
                continue;
            }
            float[] samples = Recordings.decode(clip.file());
            for (Map.Entry<String, String> prompt : prompts.entrySet()) {
                WordErrors made = WordErrors.between(
                        clip.reference(), hear(samples, prompt.getValue()).text());
                errors.computeIfAbsent(clip.language(), any -> new LinkedHashMap<>())
                        .merge(prompt.getKey(), made, WordErrors::plus);
            }
        }
        errors.forEach((language, counts) -> counts.forEach((prompt, count) -> out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %d | %.1f |%n",
                language,
                prompt,
                count.words(),
                count.errors(),
                count.percent())));
    }

    private Recognition hear(float[] samples, String prompt) throws Exception {
        return speech.recognize(
                "embedded", new RecognitionRequest(Set.of("en", "es"), prompt), () -> Recordings.stream(samples));
    }

    private static String promptOf(List<Phrase> phrases, String language) {
        return phrases.stream()
                .filter(phrase -> phrase.clip().language().equals(language))
                .flatMap(phrase -> phrase.terms().stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean has(String text, String term) {
        return (" " + String.join(" ", WordErrors.words(text)) + " ")
                .contains(" " + String.join(" ", WordErrors.words(term)) + " ");
    }
}
