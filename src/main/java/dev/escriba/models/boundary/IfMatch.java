package dev.escriba.models.boundary;

import dev.escriba.problem.entity.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** The precondition of a change: the ETag of the state that it is based on, or {@code *} for any. */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,9})\"");

    private IfMatch() {}

    /**
     * The version that the header names; empty for any.
     *
     * @throws Problem 428 without the header; 412 where it is no ETag of a model
     */
    static Optional<Integer> version(String header) {
        if (header == null || header.isBlank()) {
            throw Problem.at("If-Match", 428, "problem.428");
        }
        if (header.strip().equals("*")) {
            return Optional.empty();
        }
        // a weak tag, one of another resource, and a list of tags do not name a state of this model
        return Optional.of(Optional.of(header.strip())
                .map(TAG::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .orElseThrow(() -> Problem.of(412, "problem.412")));
    }
}
