package dev.escriba.web.control;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Parses the value of a header of a part, from left to right. It takes what the standards do not allow where the
 * meaning is clear, because clients write file names as they please.
 */
final class HeaderValue {

    private final String line;
    private int at;

    HeaderValue(String line, int at) {
        this.line = line;
        this.at = at;
    }

    /** The next token of RFC 9110; empty if there is none. */
    String token() {
        space();
        int start = at;
        while (at < line.length() && isTokenCharacter(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    /**
     * All parameters up to the end, by their lower-case names. The first of two with the same name counts. A value
     * without quotes ends at the next semicolon. Parameters other than {@code name} may be malformed.
     *
     * @throws dev.escriba.problem.entity.Problem 400 if the name of the part cannot be known
     */
    Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        while (skip(';')) {
            String name = token().toLowerCase(Locale.ROOT);
            boolean valued = skip('=');
            int start = at;
            String value = valued && skip('"') ? quoted() : plain();
            // a quoted string is followed by the next parameter or by the end
            String rest = plain();
            boolean valid = value != null && rest.isEmpty();
            if (name.equals("name") && (!valued || !valid || value.isEmpty())) {
                throw PartHeaders.invalid();
            }
            if (value == null) {
                at = start;
                value = plain();
            }
            if (!name.isEmpty() && valued) {
                parameters.putIfAbsent(name, value);
            }
        }
        space();
        if (at < line.length()) {
            throw PartHeaders.invalid();
        }
        return parameters;
    }

    /** The characters up to the next semicolon, without the blanks around them. */
    private String plain() {
        int semicolon = line.indexOf(';', at);
        int next = semicolon < 0 ? line.length() : semicolon;
        String text = line.substring(at, next).strip();
        at = next;
        return text;
    }

    /**
     * A quoted string; null if it has no end. A backslash escapes only a quote or a backslash, because some clients
     * send Windows paths.
     */
    private String quoted() {
        StringBuilder text = new StringBuilder();
        while (at < line.length()) {
            char next = line.charAt(at++);
            if (next == '"') {
                return text.toString();
            }
            boolean escapes = next == '\\' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0;
            text.append(escapes ? line.charAt(at++) : next);
        }
        return null;
    }

    /**
     * Skips the character if it comes next.
     *
     * @return whether it came next
     */
    private boolean skip(char wanted) {
        space();
        boolean found = at < line.length() && line.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private static boolean isTokenCharacter(char c) {
        return c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private void space() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
