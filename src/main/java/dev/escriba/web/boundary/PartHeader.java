package dev.escriba.web.boundary;

import java.util.Locale;
import java.util.Set;

/**
 * Whether the header of a part can be understood: the two that decide what a part is. What parses them afterwards gives up on one that
 * cannot, and leaves behind the temporary files of the parts before it.
 */
final class PartHeader {

    private static final String DISPOSITION = "content-disposition";
    private static final String TYPE = "content-type";

    /** Of files in mail. They mean nothing in a form, and a wrong date in one is met with an unexpected error. */
    private static final Set<String> OF_MAIL = Set.of("creation-date", "modification-date", "read-date", "size");

    private final String line;
    private int at;

    private PartHeader(String line, int at) {
        this.line = line;
        this.at = at;
    }

    /** With a line that is no header, or another one, there is nothing wrong. */
    static boolean isWellFormed(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
        PartHeader value = new PartHeader(line, colon + 1);
        return switch (name) {
            case DISPOSITION -> !value.token().isEmpty() && value.parameters();
            case TYPE ->
                !value.token().isEmpty() && value.skip('/') && !value.token().isEmpty() && value.parameters();
            default -> true;
        };
    }

    private boolean parameters() {
        while (skip(';')) {
            String name = token().toLowerCase(Locale.ROOT);
            // some clients end with a semicolon
            if (!name.isEmpty() && (OF_MAIL.contains(name) || !skip('=') || !value(name))) {
                return false;
            }
        }
        space();
        return at == line.length();
    }

    private boolean value(String name) {
        if (!name.endsWith("*")) {
            return skip('"') ? quoted() : !token().isEmpty();
        }
        // charset'language'text
        return token().matches("[^']+'[^']*'[^']*");
    }

    private boolean quoted() {
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (next == '"') {
                return true;
            }
            at += next == '\\' ? 1 : 0;
        }
        return false;
    }

    private String token() {
        space();
        int start = at;
        while (at < line.length() && isTokenCharacter(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private boolean skip(char wanted) {
        space();
        boolean found = at < line.length() && line.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void space() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
