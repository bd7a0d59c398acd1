package dev.escriba.fuzz;

import java.util.Optional;
import java.util.Random;

/** Something to send damaged input to. */
interface FuzzTarget {

    byte[] input(Random random);

    Outcome send(byte[] input);

    /** What came back, in a word, and what is wrong with that. */
    record Outcome(String kind, Optional<String> objection) {

        static Outcome fine(String kind) {
            return new Outcome(kind, Optional.empty());
        }

        static Outcome wrong(String kind, String objection) {
            return new Outcome(kind, Optional.of(objection));
        }
    }
}
