package dev.escriba.telemetry.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * A log line of names and values: {@code run outcome=succeeded audio=3.125}. A JSON formatter of the server can write
 * the values as fields.
 */
public final class LogFields {

    private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}._:/-]+");

    private final String event;
    private final Map<String, String> values = new LinkedHashMap<>();

    public LogFields(String event) {
        this.event = event;
        values.put("event", event);
    }

    /**
     * Adds a value; null adds nothing. A value with special characters is quoted, so that no caller can forge a field
     * or a line.
     */
    public LogFields with(String name, Object value) {
        if (value != null) {
            values.put(name, String.valueOf(value));
        }
        return this;
    }

    /** Adds a duration in seconds with three decimals; null adds nothing. */
    public LogFields with(String name, Duration time) {
        return time == null ? this : with(name, String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9));
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(event);
        values.forEach((name, value) -> {
            if (!name.equals("event")) {
                line.append(' ').append(name).append('=').append(quoted(value));
            }
        });
        return line.toString();
    }

    private static String quoted(String value) {
        return PLAIN.matcher(value).matches() ? value : '"' + value.replaceAll("[\\p{Cntrl}\"{}\\\\]", "?") + '"';
    }

    /** Writes the line. */
    public void log(Logger logger, Level level) {
        if (logger.isLoggable(level)) {
            LogRecord line = new LogRecord(level, toString());
            line.setLoggerName(logger.getName());
            // the class and method on the stack would be those of this class
            line.setSourceClassName(logger.getName());
            line.setSourceMethodName(event);
            line.setParameters(new Object[] {values});
            logger.log(line);
        }
    }
}
