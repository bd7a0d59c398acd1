package dev.escriba.security.bearer;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.SignedIn;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names of the claims that are read. A name is that of a claim, or a path such as {@code realm_access.roles}.
 *
 * @param groups claim with the groups: a list, or one text with blanks between groups
 * @param account claim with name or id of the account: a text, or a list of one text
 * @param name claim with the name that people read
 */
public record ClaimNames(String groups, Optional<String> account, String name) {

    /**
     * Reads verified claims. They must have a subject.
     *
     * @throws Problem 403 if the claim of the account names no account, or more than one
     */
    public SignedIn read(Map<String, Object> claims) {
        String subject = text(claims, "sub").orElseThrow();
        return new SignedIn(
                subject,
                text(claims, name).orElseGet(() -> program(claims, subject).orElse(subject)),
                texts(claims, groups),
                account.flatMap(claim -> find(claims, claim)).map(ClaimNames::account));
    }

    /** A claim that is there and cannot be read must not mean the first account, as a claim that is missing does. */
    private static String account(Object claim) {
        // some providers write each claim of a person as a list
        Object value = claim instanceof Collection<?> values && values.size() == 1
                ? values.iterator().next()
                : claim;
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw Problem.of(403, "security.no-account");
    }

    /**
     * The name of the client, if the token belongs to a program: then the subject begins with the client id, or the
     * token has the claim {@code idtyp: app}.
     */
    private static Optional<String> program(Map<String, Object> claims, String subject) {
        return text(claims, "client_id")
                .or(() -> text(claims, "azp"))
                .filter(client -> subject.startsWith(client) || "app".equals(claims.get("idtyp")));
    }

    private static Optional<String> text(Map<String, Object> claims, String path) {
        return find(claims, path)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(value -> !value.isBlank());
    }

    private static Set<String> texts(Map<String, Object> claims, String path) {
        Set<String> texts = new LinkedHashSet<>();
        Object value = find(claims, path).orElse("");
        if (value instanceof Collection<?> values) {
            values.forEach(one -> {
                if (one instanceof String text) {
                    texts.add(text);
                }
            });
        } else if (value instanceof String text && !text.isBlank()) {
            texts.addAll(Set.of(text.strip().split("\\s+")));
        }
        return texts;
    }

    /** Finds a claim. A claim whose own name has dots, as URLs have, wins over a path. */
    private static Optional<Object> find(Map<?, ?> claims, String path) {
        Object whole = claims.get(path);
        if (whole != null) {
            return Optional.of(whole);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> nested
                ? find(nested, path.substring(dot + 1))
                : Optional.empty();
    }
}
