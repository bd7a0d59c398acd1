package dev.escriba.transcription.entity;

import java.util.Base64;

/**
 * The peaks of a recording.
 *
 * @param millis the length of an interval
 * @param base64 an unsigned byte for each interval
 */
public record StoredPeaks(int millis, String base64) {

    /** The highest sample of each interval, from 0 to 255. */
    public int[] numbers() {
        byte[] bytes = Base64.getDecoder().decode(base64);
        int[] numbers = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return numbers;
    }
}
