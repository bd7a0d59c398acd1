package dev.escriba.eval;

import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.embedded.LoadedSpeech;
import dev.escriba.speech.entity.RecognitionRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts how many rare terms in synthesised sentences are written correctly without a prompt, with a prompt that lists
 * the terms of all sentences in the language, and with a prompt that has them in sentences. It also measures the effect
 * of unrelated prompts on the corpus.
 */
public final class PromptRecall implements Section {

    private static final Path PHRASES = Path.of("src/test/resources/speech/terms/terms.tsv");

    /** A typical description of a recording, without names. */
    private static final String PROSE =
            "This is a recording of our weekly meeting, in which we talk about the planning of the next quarter, the customers' "
                    + "complaints, the invoices that have not been paid, and the maintenance of the building. "
                    + "Esta es la grabación de una reunión sobre la facturación electrónica, las quejas de los clientes, la "
                    + "contratación de trabajadores, el mantenimiento del edificio y la planificación del trimestre que viene.";

    /** A recording and the term in it. */
    private record Phrase(Clip clip, String term) {}

    @Override
    public void write(Report report, Settings settings) throws Exception {
        List<Phrase> phrases = phrases();
        try (LoadedSpeech loaded = LoadedSpeech.start(Path.of("target/evaluation"))) {
            report.heading("Prompts");
            recall(phrases, loaded.recognition(), report);
            if (settings.corpus()) {
                harm(phrases, settings.clips(), loaded.recognition(), report);
            }
        }
    }

    /** Reads lines with id, file, language, seconds, text and term. */
    private static List<Phrase> phrases() throws IOException {
        List<Phrase> phrases = new ArrayList<>();
        for (String line : Files.readAllLines(PHRASES)) {
            String[] column = line.split("\t", -1);
            Clip clip = new Clip(column[0], PHRASES.resolveSibling(column[1]), column[2], 0, column[4]);
            phrases.add(new Phrase(clip, column[5]));
        }
        return phrases;
    }

    private static void recall(List<Phrase> phrases, SpeechRecognition speech, Report report) throws Exception {
        report.text("Rare terms in sentences by two synthetic voices, among all terms of the language in the prompt.");
        Table table = new Table("terms", "prompt", "of", "right", "word errors", "words", "time");
        for (String language : List.of("en", "es")) {
            List<Phrase> spoken = phrases.stream()
                    .filter(phrase -> phrase.clip().language().equals(language))
                    .toList();
            List<String> terms = spoken.stream().map(Phrase::term).distinct().toList();
            Map<String, String> prompts = new LinkedHashMap<>();
            prompts.put("none", "");
            prompts.put("a list", String.join(", ", terms));
            prompts.put("a numbered list", numbered(terms));
            prompts.put("sentences", sentences(terms));
            hear(spoken.get(0).clip(), "", speech);
            Map<String, int[]> right = new LinkedHashMap<>();
            Map<String, WordErrors> errors = new LinkedHashMap<>();
            Map<String, Long> nanos = new LinkedHashMap<>();
            for (Phrase phrase : spoken) {
                for (Map.Entry<String, String> prompt : prompts.entrySet()) {
                    long start = System.nanoTime();
                    String text = hear(phrase.clip(), prompt.getValue(), speech);
                    nanos.merge(prompt.getKey(), System.nanoTime() - start, Long::sum);
                    right.computeIfAbsent(prompt.getKey(), any -> new int[1])[0] += has(text, phrase.term()) ? 1 : 0;
                    errors.merge(
                            prompt.getKey(), WordErrors.between(phrase.clip().reference(), text), WordErrors::plus);
                }
            }
            for (String prompt : prompts.keySet()) {
                table.row(
                        language,
                        prompt,
                        spoken.size(),
                        right.get(prompt)[0],
                        errors.get(prompt).errors(),
                        errors.get(prompt).words(),
                        (double) nanos.get(prompt) / nanos.get("none"));
            }
            report.finding("Prompts: of " + spoken.size() + " rare terms (" + language + "), "
                    + right.get("none")[0] + " are right without a prompt and " + right.get("a list")[0]
                    + " with one that lists them all.");
        }
        report.table(table);
    }

    private static String numbered(List<String> terms) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < terms.size(); i++) {
            list.append(i + 1).append(". ").append(terms.get(i)).append('\n');
        }
        return list.toString();
    }

    private static String sentences(List<String> terms) {
        return terms.stream()
                .map(term -> "We also talk about " + term + " in this call.")
                .collect(Collectors.joining(" "));
    }

    private static void harm(List<Phrase> phrases, List<Clip> clips, SpeechRecognition speech, Report report)
            throws Exception {
        List<String> terms =
                phrases.stream().map(Phrase::term).distinct().limit(50).toList();
        Map<String, String> prompts = new LinkedHashMap<>();
        prompts.put("none", "");
        prompts.put("50 terms", String.join(", ", terms));
        prompts.put("50 terms, numbered", numbered(terms));
        prompts.put("prose", PROSE);
        prompts.put("its words in a list", String.join(", ", List.of(PROSE.split("[\\s,.]+", -1))));
        Map<String, Map<String, WordErrors>> errors = new LinkedHashMap<>();
        for (Clip clip : clips) {
            if (clip.reference().isBlank()) {
                continue;
            }
            for (Map.Entry<String, String> prompt : prompts.entrySet()) {
                WordErrors made = WordErrors.between(clip.reference(), hear(clip, prompt.getValue(), speech));
                errors.computeIfAbsent(clip.language(), any -> new LinkedHashMap<>())
                        .merge(prompt.getKey(), made, WordErrors::plus);
            }
        }
        report.text("The corpus with prompts that have nothing to do with it.");
        Table table = new Table("language", "prompt", "words", "errors", "WER %");
        errors.forEach((language, counts) -> counts.forEach(
                (prompt, count) -> table.row(language, prompt, count.words(), count.errors(), count.percent())));
        report.table(table);
    }

    private static String hear(Clip clip, String prompt, SpeechRecognition speech) throws Exception {
        float[] samples = Recordings.decode(clip.file());
        RecognitionRequest request = new RecognitionRequest(Set.of("en", "es"), prompt);
        return speech.recognize("embedded", request, () -> Recordings.stream(samples))
                .text();
    }

    private static boolean has(String text, String term) {
        return padded(text).contains(padded(term));
    }

    private static String padded(String text) {
        return " " + String.join(" ", WordErrors.words(text)) + " ";
    }
}
