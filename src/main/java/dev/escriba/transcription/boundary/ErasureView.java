package dev.escriba.transcription.boundary;

import dev.escriba.transcription.entity.Erasure;
import jakarta.json.bind.annotation.JsonbPropertyOrder;

/**
 * The answer to an erasure.
 *
 * @param erased instances that held data of the user
 * @param remaining instances of the user that still run, or that another transaction had locked; a repetition of the
 *     request erases them
 */
@JsonbPropertyOrder({"erased", "remaining"})
public record ErasureView(long erased, long remaining) {

    static ErasureView of(Erasure erasure) {
        return new ErasureView(erasure.erased(), erasure.remaining());
    }
}
