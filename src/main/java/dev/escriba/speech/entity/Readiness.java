package dev.escriba.speech.entity;

import java.util.Optional;

/**
 * Whether recognition works.
 *
 * @param reason why it does not work; empty when it works
 */
public record Readiness(Optional<String> reason) {

    public static Readiness up() {
        return new Readiness(Optional.empty());
    }

    public static Readiness down(String reason) {
        return new Readiness(Optional.of(reason));
    }

    public boolean isUp() {
        return reason.isEmpty();
    }
}
