package dev.escriba.security.bearer;

import dev.escriba.security.entity.SignedIn;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where tokens say what matters here. A name is that of a claim, or a path such as {@code realm_access.roles}.
 *
 * @param groups a list, or one text with blanks between groups
 * @param account a single text
 * @param name the one that people know somebody by
 */
public record ClaimNames(String groups, Optional<String> account, String name) {

    /** What verified claims say; they must have a subject. */
    public SignedIn read(Map<String, Object> claims) {
        String subject = text(claims, "sub").orElseThrow();
        return new SignedIn(
                subject,
                text(claims, name).orElseGet(() -> program(claims, subject).orElse(subject)),
                texts(claims, groups),
                account.flatMap(claim -> text(claims, claim)));
    }

    /** The client's name, where a program signed on as itself: its subject is made of that name, or the token says so. */
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

    /** A claim whose name has dots itself, as URLs have, comes before a path. */
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
