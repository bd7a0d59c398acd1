package dev.escriba.media.entity;

import java.util.Arrays;

/**
 * How loud a recording is over time: the highest sample of each interval, as a number from 0 to 255. The intervals last
 * 100 ms. Those of a recording of more than 4 hours last longer, so that there are never more than 144,000 numbers.
 */
public final class Peaks {

    private static final int MIN_MILLIS = 100;
    private static final int MAX_NUMBERS = 144_000;
    private static final int FULL_SCALE = 255;

    /** Private, so that no other code can hold it. */
    private final Object lock = new Object();

    private byte[] numbers = new byte[600];
    private int count;
    private int millis = MIN_MILLIS;

    /** The same audio; what is read from it is measured. Of several streams the loudest counts. */
    public PcmStream measure(PcmStream audio) {
        return new Measured(audio);
    }

    /** The numbers of all intervals; the last one may be shorter. They are unsigned. */
    public byte[] numbers() {
        synchronized (lock) {
            return Arrays.copyOf(numbers, count);
        }
    }

    /** The length of an interval. */
    public int millis() {
        synchronized (lock) {
            return millis;
        }
    }

    private void add(long position, float[] samples, int offset, int length) {
        synchronized (lock) {
            int done = 0;
            while (done < length) {
                int perNumber = PcmStream.SAMPLE_RATE / 1000 * millis;
                long index = (position + done) / perNumber;
                if (index >= MAX_NUMBERS) {
                    joinPairs();
                } else {
                    int part = (int) Math.min(length - done, (index + 1) * perNumber - position - done);
                    raise((int) index, highest(samples, offset + done, part));
                    done += part;
                }
            }
        }
    }

    private static int highest(float[] samples, int offset, int length) {
        float highest = 0;
        for (int i = offset; i < offset + length; i++) {
            highest = Math.max(highest, Math.abs(samples[i]));
        }
        return Math.round(Math.min(1, highest) * FULL_SCALE);
    }

    private void raise(int index, int number) {
        if (index >= numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.min(MAX_NUMBERS, Math.max(index + 1, 2 * numbers.length)));
        }
        count = Math.max(count, index + 1);
        numbers[index] = (byte) Math.max(Byte.toUnsignedInt(numbers[index]), number);
    }

    private void joinPairs() {
        byte[] before = numbers();
        count = 0;
        Arrays.fill(numbers, (byte) 0);
        millis *= 2;
        for (int i = 0; i < before.length; i++) {
            raise(i / 2, Byte.toUnsignedInt(before[i]));
        }
    }

    private final class Measured implements PcmStream {

        private final PcmStream audio;
        private long position;

        Measured(PcmStream audio) {
            this.audio = audio;
        }

        @Override
        public int read(float[] target, int offset, int length) {
            int read = audio.read(target, offset, length);
            if (read > 0) {
                add(position, target, offset, read);
                position += read;
            }
            return read;
        }

        @Override
        public void close() {
            audio.close();
        }
    }
}
