package dev.escriba.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Markdown report of the benchmark. It is written again after each section, so that a stopped run leaves the
 * finished sections.
 */
public final class Report {

    private static final String TITLE = "# Benchmark";

    private final Path file;
    private final List<String> introduction = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final List<String> body = new ArrayList<>();

    Report(Path file) {
        this.file = file;
    }

    void introduce(Object paragraph) {
        introduction.add(paragraph.toString());
    }

    public Report heading(String text) {
        System.out.println("\n## " + text);
        body.add("## " + text);
        return this;
    }

    public Report text(String paragraph) {
        System.out.println("\n" + paragraph);
        body.add(paragraph);
        return this;
    }

    public Report table(Table table) {
        return text(table.toString());
    }

    /** Adds a main figure, which is at the top of the report. */
    public Report finding(String sentence) {
        System.out.println("\n* " + sentence);
        findings.add("* " + sentence);
        return this;
    }

    void save() throws IOException {
        List<String> parts = new ArrayList<>(List.of(TITLE));
        parts.addAll(introduction);
        if (!findings.isEmpty()) {
            parts.add("## In short");
            parts.add(String.join("\n", findings));
        }
        parts.addAll(body);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, String.join("\n\n", parts) + "\n");
    }
}
