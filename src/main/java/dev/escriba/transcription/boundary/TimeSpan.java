package dev.escriba.transcription.boundary;

import java.time.Duration;
import java.util.Locale;

/**
 * Formats durations in the constant ("c") form of a .NET TimeSpan: {@code [d.]hh:mm:ss[.fffffff]}, in ticks of 100 ns.
 */
final class TimeSpan {

    private static final int NANOS_PER_TICK = 100;

    private TimeSpan() {}

    static String of(Duration duration) {
        long ticks = duration.toNanosPart() / NANOS_PER_TICK;
        String days = duration.toDays() > 0 ? duration.toDays() + "." : "";
        String fraction = ticks > 0 ? String.format(Locale.ROOT, ".%07d", ticks) : "";
        return days
                + String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d",
                        duration.toHoursPart(),
                        duration.toMinutesPart(),
                        duration.toSecondsPart())
                + fraction;
    }
}
