package dev.escriba;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks which tables the sources of a component name, by table or entity name, and which tables refer to each other.
 */
class TableOwnershipTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/escriba");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db");

    private static final Pattern TABLE = Pattern.compile("@Table\\(\\s*name = \"(\\w+)\"");
    private static final Pattern ENTITY = Pattern.compile("(?m)^public (?:final )?class (\\w+)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern NAMED = Pattern.compile("(?i)\\b(?:from|join|into|update)\\s+(\\w+)");
    private static final Pattern STATEMENT = Pattern.compile("(?is)\\b(?:create|alter) table (\\w+)(.*?);");
    private static final Pattern REFERENCE = Pattern.compile("(?i)\\breferences (\\w+)");

    /** The component of each table and each entity. */
    private final Map<String, String> owners = new TreeMap<>();

    private final Map<String, String> tables = new TreeMap<>();

    TableOwnershipTest() {
        for (Path source : files(SOURCES, ".java")) {
            String text = Arrows.read(source);
            Matcher table = TABLE.matcher(text);
            Matcher entity = ENTITY.matcher(text);
            if (table.find() && entity.find()) {
                owners.put(table.group(1), component(source));
                tables.put(table.group(1), table.group(1));
                tables.put(entity.group(1), table.group(1));
            }
        }
    }

    @Test
    void everyTableOfTheSchemaHasAnEntity() {
        for (Path migration : files(MIGRATIONS, ".sql")) {
            Matcher statements = STATEMENT.matcher(Arrows.read(migration));
            while (statements.find()) {
                assertThat(owners).containsKey(statements.group(1));
            }
        }
    }

    @Test
    void componentsNameTheTablesOfOthersThatTheRootPackageLists() {
        Arrows found = new Arrows();
        for (Path source : files(SOURCES, ".java")) {
            for (String named : names(Arrows.read(source))) {
                String table = tables.get(named);
                if (table != null && !owners.get(table).equals(component(source))) {
                    found.add(component(source), table);
                }
            }
        }
        assertThat(found).hasToString(Arrows.ofTables().toString());
    }

    @Test
    void foreignKeysBetweenComponentsAreThoseThatTheRootPackageLists() {
        Arrows found = new Arrows();
        for (Path migration : files(MIGRATIONS, ".sql")) {
            Matcher statements = STATEMENT.matcher(Arrows.read(migration));
            while (statements.find()) {
                Matcher references = REFERENCE.matcher(statements.group(2));
                while (references.find()) {
                    if (!owners.get(statements.group(1)).equals(owners.get(references.group(1)))) {
                        found.add(statements.group(1), references.group(1));
                    }
                }
            }
        }
        assertThat(found).hasToString(Arrows.ofForeignKeys().toString());
    }

    /**
     * The words after {@code from}, {@code join}, {@code into} and {@code update} in the string literals of a source.
     * Concatenated literals count as one.
     */
    private static List<String> names(String source) {
        StringBuilder texts = new StringBuilder();
        Matcher literals = LITERAL.matcher(source.replaceAll("\"\\s*\\+\\s*\"", ""));
        while (literals.find()) {
            texts.append(literals.group(1)).append(" ; ");
        }
        return NAMED.matcher(texts).results().map(found -> found.group(1)).toList();
    }

    private static String component(Path source) {
        return SOURCES.relativize(source).getName(0).toString();
    }

    private static List<Path> files(Path directory, String ending) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
