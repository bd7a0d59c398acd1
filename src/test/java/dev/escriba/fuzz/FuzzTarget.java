package dev.escriba.fuzz;

import java.util.Optional;
import java.util.Random;

/** A target of damaged input. */
interface FuzzTarget {

    byte[] input(Random random);

    Outcome send(byte[] input);

    /** The result as a word, and the fault of the answer if it has one. */
    record Outcome(String kind, Optional<String> objection) {

        static Outcome fine(String kind) {
            return new Outcome(kind, Optional.empty());
        }

        static Outcome wrong(String kind, String objection) {
            return new Outcome(kind, Optional.of(objection));
        }
    }
}
