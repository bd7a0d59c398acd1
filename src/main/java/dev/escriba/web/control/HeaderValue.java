package dev.escriba.web.control;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Parses the value of a header of a part, from left to right. */
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
     * Skips the character if it comes next.
     *
     * @return whether it came next
     */
    boolean skip(char wanted) {
        space();
        boolean found = at < line.length() && line.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    /**
     * All parameters up to the end, by their lower-case names. The first of two with the same name counts.
     *
     * @throws dev.escriba.problem.entity.Problem 400 if the syntax is wrong
     */
    Map<String, String> parameters() {
        Map<String, String> parameters = new HashMap<>();
        while (skip(';')) {
            String name = token().toLowerCase(Locale.ROOT);
            // some clients end the header with a semicolon
            if (!name.isEmpty()) {
                if (!skip('=')) {
                    throw PartHeaders.malformed();
                }
                parameters.putIfAbsent(name, value(name));
            }
        }
        space();
        if (at < line.length()) {
            throw PartHeaders.malformed();
        }
        return parameters;
    }

    private String value(String name) {
        if (name.endsWith("*")) {
            String text = token();
            if (!text.matches("[^']+'[^']*'[^']*")) {
                throw PartHeaders.malformed();
            }
            return text;
        }
        if (skip('"')) {
            return quoted();
        }
        String text = token();
        if (text.isEmpty()) {
            throw PartHeaders.malformed();
        }
        return text;
    }

    /** A quoted string. A backslash escapes only a quote or a backslash, because some clients send Windows paths. */
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
        throw PartHeaders.malformed();
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
